import type { Sentence } from '#domain/announcements/announcement.ts';
import { count, listed, plain, plainText, say } from '#domain/announcements/wording.ts';
import type { Severity } from '#domain/findings/finding.ts';
import { severities } from '#domain/findings/finding.ts';
import type { DayFacts } from './day-facts.ts';
import { isLate } from './doubts.ts';
import { incidentLine } from './incident-lines.ts';
import { ownerWords } from './owner-words.ts';
import { sweepAgain } from './read-remedies.ts';
import type { ToDo } from './report.ts';
import type { ToldIncident } from './told-incident.ts';
import { remedyFor } from './told-incident.ts';
import { unreadReasons } from './unseen-lines.ts';

/** The largest number of things to do that a report names first. */
const maxToDo = 3;
/** Longest command, in characters, that a report shows; a longer one stands in the message and the ticket alone. */
const longestCommand = 700;

interface Urgent extends ToDo {
  /** The smaller, the sooner. */
  readonly rank: number;
}

/** Lost recording first, then what keeps losses from being seen, then what people were not told. */
const ranks: Readonly<Record<Severity, number>> = { critical: 1, high: 2, medium: 6, low: 8 };

/** The advice up to its first colon, semicolon or full stop: the message and the ticket have all of it. */
function inShort(words: string): string {
  const [first = ''] = /^.{1,140}?(?=[.:;](?:\s|$))/.exec(words) ?? [];
  return first === '' ? plain(words, 140) : `${first}.`;
}

/** A line without what the command below it names: the account's number and the trail. So three fit on a phone. */
function besideCommand([first, ...others]: Sentence, command: string): Sentence {
  if (first?.kind !== 'text') return first ? [first, ...others] : [];
  const text = first.text
    .replace(/ \((\d{12})\)/, (number, id: string) => (command.includes(id) ? '' : number))
    .replace(/: trail ([^ ,]+)$/, (name, trail: string) =>
      `${command} `.includes(`:trail/${trail} `) ? '' : name,
    );
  return [{ ...first, text }, ...others];
}

/** Whether `command` says already what is advised: `Start logging again.` above `aws cloudtrail start-logging`. */
function isSaidBy(command: string | undefined, advice: string): boolean {
  const verb = /^\w+ \w+/.exec(advice)?.[0].toLowerCase().replace(' ', '-');
  return verb !== undefined && command?.includes(` ${verb} `) === true;
}

function ofIncident(facts: DayFacts, incident: ToldIncident): Urgent {
  const { words, command } = remedyFor(incident, facts.names, facts.now);
  const [first] = command?.split('\n').filter(({ length }) => length <= longestCommand) ?? [];
  const line = incidentLine(facts, incident);
  const advice = inShort(plainText(words));
  return {
    rank: ranks[incident.severity],
    words: [
      ...(first === undefined ? line : besideCommand(line, first)),
      ...(isSaidBy(first, advice) ? [] : say(' ', advice)),
    ],
    command: first,
  };
}

function ofUnread(facts: DayFacts): Urgent[] {
  return unreadReasons(facts).map(({ words, accounts, remedy }) => {
    const owners = ownerWords(facts, accounts).replace(/^, o/, ' O');
    return {
      rank: 3,
      words: [...words, ...say(owners === '' ? '' : `${owners}.`, ' '), ...remedy.words],
      command: remedy.command,
    };
  });
}

function ofDetector(facts: DayFacts): Urgent[] {
  const { enabled, sweep, selfCheck } = facts;
  const late = enabled && (sweep === undefined || isLate(facts));
  return [
    ...(enabled
      ? []
      : [
          {
            rank: 0,
            words: say('Switch detection on: set cloudtrails.enabled in config.json to true, and deploy.'),
          },
        ]),
    ...(late
      ? [{ rank: 2.6, words: say('The daily sweep is missing. Start one:'), command: sweepAgain }]
      : []),
    ...selfCheck.map(({ words }) => ({ rank: 5, words })),
  ];
}

function ofTelling({ untold, mismatches, deadLetters }: DayFacts): Urgent[] {
  return [
    ...untold.map(({ words }) => ({ rank: 4, words })),
    ...deadLetters.map(({ queue, messages, replay }) => ({
      rank: 4.5,
      words: say(`Have ${count(messages, 'message')} of ${plain(queue, 80)} processed again:`),
      command: replay,
    })),
    ...mismatches.map(({ words }) => ({ rank: 5.5, words })),
  ];
}

/** What is to be done first, at most three things, and how many more there are. */
export function toDo(
  facts: DayFacts,
  open: readonly ToldIncident[],
): { readonly todo: readonly ToDo[]; readonly todoLeftOut: number } {
  const all: readonly Urgent[] = [
    ...open.filter(({ severity }) => severity !== 'low').map((incident) => ofIncident(facts, incident)),
    ...ofUnread(facts),
    ...ofDetector(facts),
    ...ofTelling(facts),
  ];
  const first = all.toSorted((one, other) => one.rank - other.rank).slice(0, maxToDo);
  const todo = first.map(({ words, command }): ToDo => ({ words, command }));
  return { todo, todoLeftOut: all.length - todo.length };
}

/** The open incidents by severity: `1 critical and 2 high`. */
export function severityWords(open: readonly ToldIncident[]): string {
  const parts = severities.flatMap((severity) => {
    const number = open.filter((incident) => incident.severity === severity).length;
    return number > 0 ? [`${number} ${severity}`] : [];
  });
  return listed(parts);
}
