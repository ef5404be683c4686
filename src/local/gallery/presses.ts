import { memoryAnswers } from '#adapters/memory/memory-answers.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { slackAnswerDesk } from '#adapters/slack/answer-desk.ts';
import { causeKey } from '#domain/findings/finding.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { Press } from '#ports/answers.ts';
import type { MessageBlock } from '#simulators/slack/block-schema.ts';
import type { SlackStandIn } from '#simulators/slack/start-slack.ts';
import { carryOutPress } from '#usecases/answer/carry-out-press.ts';
import { at, call, evidence, healed, incidentId, members, prod, prodTrail } from './figures.ts';
import { openSlack, type Picture } from './play.ts';
import type { Piece, Sheet } from './sheet.ts';
import { blockPieces } from './slack-sheet.ts';

const jane = { id: 'U012AB3CD', name: 'jane.doe' };
const john = { id: 'U045EF6GH', name: 'john' };
const incident = incidentId('60a103db-156c-4c10-994f-4fd00e779005');

interface Pressed {
  readonly moment: string;
  readonly press: Pick<Press, 'action' | 'person' | 'days' | 'reason'>;
  readonly state?: keyof typeof states;
}

const form = { action: 'accept-form', person: jane, days: 7 } as const;
const presses: readonly Pressed[] = [
  { moment: 'the form, after Accept …', press: { action: 'accept', person: jane } },
  { moment: 'Accept …, by a person who may not', press: { action: 'accept', person: john } },
  { moment: 'the form, without a reason', press: { ...form, reason: ' ' } },
  {
    moment: 'Accept …, when nothing is recorded any more',
    press: { action: 'accept', person: jane },
    state: 'total',
  },
  { moment: 'the form, when it is over', press: { ...form, reason: 'It goes on Friday' }, state: 'over' },
  { moment: 'No, it was not me, by another person', press: { action: 'was-not-me', person: john } },
  { moment: 'Check again, when it is over', press: { action: 'recheck', person: john }, state: 'over' },
];

/** What a person finds: it may be accepted, or no trail records, so that no button may, or it is over. */
const states = {
  lesser: { severity: 'medium', peak: 'medium', evidence: { ...evidence, left: 'own' } },
  total: {},
  over: healed,
} as const;

function viewOf(state: keyof typeof states): IncidentView {
  return {
    incident: { id: incident, cause: causeKey('not-recording', prodTrail), openedAt: at('03:12:10') },
    members: members(states[state]),
    events: new Map([['e-1', call()]]),
  };
}

function inputPiece(block: Readonly<Record<string, unknown>>): Piece[] {
  const { label, element } = block as {
    label: { text: string };
    element: { type: string; initial_option?: { text: { text: string } } };
  };
  const chosen = element.initial_option?.text.text;
  const field = chosen === undefined ? ' ' : `${chosen} ▾`;
  return [
    { kind: 'text', inks: [{ text: label.text, bold: true }] },
    { kind: 'code', lines: [field] },
  ];
}

function sheetOf({ ephemeral }: SlackStandIn, moment: string): Sheet[] {
  const shown = ephemeral.at(-1);
  if (shown === undefined) return [];
  const blocks = shown.blocks as readonly Readonly<Record<string, unknown>>[];
  const pieces = blocks.flatMap((block): Piece[] =>
    block['type'] === 'input' ? inputPiece(block) : blockPieces(block as unknown as MessageBlock),
  );
  return [
    {
      where: `Slack, #cloudtrail: ${moment}`,
      app: 'slack',
      pieces: [
        { kind: 'note', inks: [{ text: 'Only visible to you' }] },
        ...(pieces.length > 0 ? pieces : [{ kind: 'text' as const, inks: [{ text: shown.text }] }]),
      ],
    },
  ];
}

async function sheetsOf({ moment, press, state = 'lesser' }: Pressed): Promise<readonly Sheet[]> {
  const clock = settableClock(at('03:20:00'));
  const slack = await openSlack(clock);
  try {
    const nothing = async (): Promise<void> => undefined;
    await carryOutPress({
      issues: { noteAnswers: nothing },
      incidents: { readIncident: async () => viewOf(state) },
      acceptances: {
        keepAcceptance: nothing,
        listAcceptances: async () => [],
        listAcceptancesOf: async () => [],
        listAcceptancesIn: async () => [],
      },
      answers: memoryAnswers(memoryTables()),
      followUps: { lookAgain: nothing, fanOut: nothing },
      queues: [],
      desk: slackAnswerDesk({ token: async () => 'xoxb-gallery', apiUrl: slack.url, timeout: 20_000 }),
      mayAccept: [jane.id],
      people: new Map(),
      names: new Map([[prod, 'prod']]),
    })({ ...press, incident, at: clock.now(), channel: 'C00000001' });
    return sheetOf(slack, moment);
  } finally {
    await slack.stop();
  }
}

/** What Slack shows to the person alone who pressed a button. */
export async function playPresses() {
  const sheets: Sheet[] = [];
  for (const one of presses) sheets.push(...(await sheetsOf(one)));
  const pictures: readonly Picture[] = [{ moment: 'shown', sheets }];
  return {
    slug: 'pressed',
    title: 'What the person alone sees who presses a button',
    about:
      'The form for an acceptance, and why a press does nothing; what everybody sees of a press that does is in the message and its thread.',
    pictures,
  };
}
