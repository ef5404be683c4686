import type { Actor } from '#domain/facts/actor.ts';
import type { Answer } from '#domain/issues/answer.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { statusOf } from '#domain/issues/incident.ts';
import type { Fact, Milestone, Sentence } from './announcement.ts';
import { causesOf } from './causes.ts';
import { code, sameDay, say, time, utcMinute } from './wording.ts';

/** Most answers in the facts of a message; all are in its thread. */
const mostShown = 3;

function wordsOf({ kind, by, text, at }: Answer): Sentence {
  const who = code(by, 80);
  const why = text === undefined || text === '' ? [] : [': ', code(text, 300)];
  switch (kind) {
    case 'on-it':
      return say(who, ' is on it');
    case 'was-me':
      return say(who, ' says: this was me');
    case 'was-not-me':
      return say(who, ' says: this was not me');
    case 'accepted':
      return say(who, ' accepted it', ...why);
    case 'taken-back':
      return say(who, ' took the acceptance back');
    case 'recheck':
      return say(who, ' asked for another look at ', time(at));
  }
}

const newestFirst = (view: IncidentView): readonly Answer[] => (view.answers ?? []).toReversed();

/** What people answered, newest first; other answers than the last few are in the thread. */
export function answerFacts(view: IncidentView): Fact[] {
  const { openedAt } = view.incident;
  const isAccepted = statusOf(view) === 'whitelisted';
  // Another look changes nothing that a reader has to know, and an acceptance is a fact of its own.
  const shown = newestFirst(view).filter(
    ({ kind }) => kind !== 'recheck' && !(isAccepted && kind === 'accepted'),
  );
  const value = shown.slice(0, mostShown).flatMap((answer, index): Sentence => {
    const minute = utcMinute(answer.at);
    const at = sameDay(answer.at, openedAt) ? minute.slice('2026-11-21 '.length) : minute;
    return [...(index > 0 ? say('; ') : []), ...wordsOf(answer), ...say(`, ${at}`)];
  });
  return value.length === 0 ? [] : [{ label: 'Answered', value }];
}

/**
 * Each answer as a milestone: said once in the thread and on the ticket; only *not me* is shown in the channel, too. What
 * was accepted is said once it holds, with its reason and end.
 */
export function answerMilestones(view: IncidentView): Milestone[] {
  return (view.answers ?? []).flatMap((answer) =>
    answer.kind === 'accepted'
      ? []
      : [
          {
            id: `answer-${answer.id}`,
            words: say(...wordsOf(answer), '.'),
            ...(answer.kind === 'was-not-me' ? {} : { quiet: true as const }),
          },
        ],
  );
}

/** The path of the roles that IAM Identity Center makes; no account can make a role there itself (IAM user guide). */
const ofIdentityCenter = /^arn:[a-z-]+:iam::\d{12}:role\/aws-reserved\/sso\.amazonaws\.com\//;
const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

function personOf(actor: Actor, people: ReadonlyMap<string, string>): string[] {
  const { kind, person = '', roleArn = '', arn = '' } = actor;
  if (kind === 'identity-center' && ofIdentityCenter.test(roleArn) && isAddress(person)) return [person];
  const mapped = kind === 'iam-user' ? people.get(arn) : undefined;
  return mapped === undefined ? [] : [mapped];
}

/**
 * Who is asked *Was this you?*: the people behind the calls, by e-mail address or Slack id, where AWS vouches for them.
 * These are sessions of Identity Center, and IAM users that `people` maps; every other session's name is free text.
 */
export function askedPeople(view: IncidentView, people: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set(causesOf(view).flatMap(({ actor }) => personOf(actor, people)))];
}
