import type { DatedGap } from '#domain/facts/forwarding.ts';
import { isWrong, losesEvents } from '#domain/facts/forwarding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { awsCommand, inRegion } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { instant } from '#domain/values/instant.ts';

/** How long missing or outdated parts are only listed in the daily report, in milliseconds: a roll-out takes its time. */
const patience = 2 * 24 * 3600 * 1000;
/** Two looks this far apart show that a part is wrong, in milliseconds: 60 s, less what two clocks may differ. */
const apart = 55_000;

const words: Readonly<Record<DatedGap['kind'], string>> = {
  'no-rules': 'no rule is there',
  removed: 'all rules are gone',
  missing: 'is missing',
  disabled: 'is disabled',
  changed: 'has another pattern',
  'sends-elsewhere': 'does not send to the central bus',
  'wrong-role': 'sends under a role that may not',
  'role-changed': 'the role that rules send under was changed',
  refused: 'is refused, and was permitted before',
  outdated: 'the rules are those of an earlier version',
  silent: 'no heartbeat has come since',
  'no-dead-letters': 'has no dead-letter queue',
  'no-queue': 'no dead-letter queue is there',
  'dead-letters': 'messages lie in the dead-letter queue',
  unreadable: 'was refused',
};

function describe({ kind, what }: DatedGap): string {
  if (kind === 'role-changed' && what !== undefined) return `the role that rules send under is ${what}`;
  return (kind === 'silent' ? [words.silent, what] : [what, words[kind]]).filter(Boolean).join(' ');
}

/** How severe gaps of one sort are, and what they have in common. */
interface Sort {
  readonly gaps: readonly DatedGap[];
  readonly severity: 'high' | 'medium' | 'low';
  readonly weakening: boolean;
  readonly about: string;
}

/** The worst sort of gaps that stands; undefined when none does. */
function worstOf(look: SeenLook, gaps: readonly DatedGap[]): Sort | undefined {
  const lasting = (kind: DatedGap['kind'], milliseconds: number): readonly DatedGap[] =>
    gaps.filter((gap) => gap.kind === kind && look.at - gap.since >= milliseconds);
  const wrong = gaps.filter((gap) => isWrong(gap) && look.at - gap.since >= apart);
  // Parts that were removed from, or never deployed in, many accounts and Regions are one incident.
  const shared = wrong.every(({ kind }) => kind === 'removed') ? 'removed' : look.account;
  const sorts: readonly Sort[] = [
    { gaps: wrong, severity: 'high', weakening: false, about: shared },
    { gaps: lasting('silent', 0), severity: 'medium', weakening: false, about: `${look.account}|silent` },
    { gaps: lasting('no-rules', patience), severity: 'medium', weakening: false, about: 'no-rules' },
    { gaps: lasting('outdated', patience), severity: 'low', weakening: true, about: 'outdated' },
  ];
  return sorts.find((sort) => sort.gaps.length > 0);
}

function judge(look: SeenLook): readonly Judgement[] {
  const subject = '-';
  const { forwarding } = look;
  const worst = forwarding && worstOf(look, forwarding);
  if (worst === undefined) {
    const unknown = forwarding?.some((gap) => losesEvents(gap) || gap.kind === 'unreadable') ?? true;
    return [{ verdict: unknown ? 'cannot-tell' : 'healthy', subject }];
  }
  const { gaps, severity, weakening, about } = worst;
  return [
    {
      verdict: 'stands',
      subject,
      severity,
      weakening,
      cause: causeKey('unwatched', about),
      since: instant(Math.min(...gaps.map((gap) => gap.since))),
      evidence: { change: gaps.map(describe).join(', ') },
    },
  ];
}

/** The parts that forward events were taken away or altered, or have deviated from the deployment for two days. */
export const eventsNotForwarded: Rule<'events-not-forwarded'> = {
  id: 'events-not-forwarded',
  harm: 'unwatched',
  severities: ['high', 'medium', 'low'],
  title: 'Events are not carried on to Trailwarden',
  meaning:
    'What happens to trails here is not seen when it happens, but by the hourly look at the latest. The state of all trails of the account was read when this was found.',
  causedBy: [
    'DeleteRule',
    'DisableRule',
    'PutRule',
    'PutTargets',
    'RemoveTargets',
    'DeleteStack',
    'UpdateStack',
    'ExecuteChangeSet',
    'CancelUpdateStack',
    'DeleteStackInstances',
    'UpdateStackSet',
    'DeleteStackSet',
    'MoveAccount',
    'DeleteRole',
    'DeleteRolePolicy',
    'PutRolePolicy',
    'AttachRolePolicy',
    'DetachRolePolicy',
    'UpdateAssumeRolePolicy',
    'PutRolePermissionsBoundary',
    'DeleteSchedule',
    'UpdateSchedule',
  ],
  repairedBy: [],
  mitre: disableCloudLogs,
  falseAlarms:
    'A Region that was enabled without being added to the stack set, or an account that was moved to a unit without it.',
  proof: 'state',
  remedy: (_finding, place) => ({
    words:
      'Deploy the member rules there again: the stack set trailwarden-rules, or, in the management account, the commands of docs/deploying.md. First see what is there.',
    command: awsCommand('events list-rules', { 'name-prefix': 'trailwarden-', ...inRegion(place) }),
  }),
  judge,
};
