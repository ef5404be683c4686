import type { DatedGap } from '#domain/facts/forwarding.ts';
import { losesEvents } from '#domain/facts/forwarding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { instant } from '#domain/values/instant.ts';

/** How long a gap is only listed in the daily report, in milliseconds: a roll-out can take up to two days. */
const patience = 2 * 24 * 3600 * 1000;

const words: Readonly<Record<DatedGap['kind'], string>> = {
  'no-rules': 'no rule is there',
  missing: 'is missing',
  disabled: 'is disabled',
  changed: 'has another pattern',
  'sends-elsewhere': 'does not send to the central bus',
  'wrong-role': 'sends under a role that may not',
  'no-dead-letters': 'has no dead-letter queue',
  'no-queue': 'no dead-letter queue is there',
  'dead-letters': 'messages lie in the dead-letter queue',
  unreadable: 'was refused',
};

function judge(look: SeenLook): readonly Judgement[] {
  const subject = '-';
  if (look.forwarding === undefined || look.forwarding.some(({ kind }) => kind === 'unreadable'))
    return [{ verdict: 'cannot-tell', subject }];
  const losing = look.forwarding.filter(losesEvents);
  const since = Math.min(...losing.map((gap) => gap.since));
  if (losing.length === 0) return [{ verdict: 'healthy', subject }];
  if (look.at - since < patience) return [{ verdict: 'cannot-tell', subject }];
  return [
    {
      verdict: 'stands',
      subject,
      severity: 'medium',
      weakening: false,
      // Rules that were never deployed are one incident, however many accounts and Regions lack them.
      cause: causeKey(
        'unwatched',
        losing.every(({ kind }) => kind === 'no-rules') ? 'no-rules' : look.account,
      ),
      since: instant(since),
      evidence: {
        change: losing.map(({ kind, what }) => [what, words[kind]].filter(Boolean).join(' ')).join(', '),
      },
    },
  ];
}

/** The rules that forward events have deviated from the deployment for two days. */
export const eventsNotForwarded: Rule<'events-not-forwarded'> = {
  id: 'events-not-forwarded',
  harm: 'unwatched',
  severities: ['medium'],
  title: 'Events are not carried on to Trailwarden',
  meaning:
    'What happens to trails here is not seen when it happens, but by the daily sweep only, and by then nobody may be able to say who did it.',
  causedBy: ['DeleteRule', 'DisableRule', 'PutRule', 'PutTargets', 'RemoveTargets', 'DeleteStack'],
  repairedBy: [],
  mitre: disableCloudLogs,
  falseAlarms: 'A Region that was enabled without being added to the stack set.',
  proof: 'state',
  remedy: () => ({
    words:
      'Deploy the member rules there again: the stack set `trailwarden-rules`, or, in the management account, the commands of docs/deploying.md. First see what is there.',
    command: 'aws events list-rules --name-prefix trailwarden-',
  }),
  judge,
};
