import type { MemberLook } from '#domain/facts/member-look.ts';
import type { ForwardingGap } from '#domain/facts/forwarding.ts';
import { duration, listedUpTo, plain } from '#domain/announcements/wording.ts';
import { awsCommand } from '#domain/findings/of-trail.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { Arrivals } from '#ports/arrivals.ts';
import type { Heartbeat } from '#ports/heartbeats.ts';
import type { Run } from './parts.ts';
import { asked } from './parts.ts';
import type { FaultAndRemedy } from './steps.ts';
import { waitFor } from './steps.ts';

/** The tolerance for heartbeats after their due moment, in minutes: schedules have a flexible window. */
const slackMinutes = 15;
/** How long the event of a call is waited for, in seconds; CloudTrail usually delivers it within a minute or two. */
const callTakes = 600;

const again = (account: AccountId): string =>
  `deploy the member rules in account ${account} again (docs/deploying.md, step 4, or its stack set)`;

/** The newest heartbeat, of one account where it is named. */
export function newestBeat(
  beats: readonly Heartbeat[],
  account: AccountId | undefined,
): Heartbeat | undefined {
  return beats
    .filter((beat) => account === undefined || beat.account === account)
    .toSorted((one, other) => other.at - one.at)[0];
}

/** Reports the age of the newest heartbeat; none, or one too old, is a fault. */
export function tellBeat({ steps, config, account, now }: Run, newest: Heartbeat | undefined): void {
  const of = account === undefined ? 'any account' : `account ${account}`;
  const every = config.schedules.heartbeatMinutes;
  if (!newest) {
    const remedy = `deploy the member rules there (docs/deploying.md, step 4); one comes every ${every} minutes`;
    steps.failed({ what: `No heartbeat ever came from ${of}`, remedy });
    return;
  }
  const age = now() - newest.at;
  const words = `the newest heartbeat of ${of} is ${duration(age)} old (account ${newest.account}, ${newest.region})`;
  if (age <= (2 * every + slackMinutes) * 60_000) steps.done(words);
  else
    steps.failed({
      what: words,
      remedy: `they should come every ${every} minutes: ${again(newest.account)}`,
    });
}

const gapWords: Readonly<Record<ForwardingGap['kind'], string>> = {
  'no-rules': 'none of the rules is there',
  removed: 'all rules are gone',
  missing: 'a rule is missing',
  disabled: 'a rule is disabled',
  changed: 'a rule has another pattern',
  'sends-elsewhere': 'a rule does not send to the central bus',
  'wrong-role': 'a rule sends under another role',
  'role-changed': 'the role that rules send under was changed',
  refused: 'the rules may not be read any more',
  outdated: 'the rules are those of an earlier version',
  silent: 'no heartbeat comes',
  'no-dead-letters': 'a rule has lost its dead-letter queue',
  'no-queue': 'the dead-letter queue is gone',
  'dead-letters': 'events that could not be delivered lie in the dead-letter queue',
  unreadable: 'the rules could not be read',
};

function gapFault(account: AccountId, gaps: readonly [ForwardingGap, ...ForwardingGap[]]): FaultAndRemedy {
  const [{ kind, what, region }] = gaps;
  const where = listedUpTo([...new Set(gaps.map((gap) => gap.region))].sort(), 3);
  const named = what === undefined ? '' : ` (${plain(what, 100)})`;
  const enable = awsCommand('events enable-rule', { region, name: what ?? '' });
  const remedy =
    kind === 'disabled' && enable !== undefined
      ? `${enable}, with credentials of account ${account}`
      : kind === 'unreadable'
        ? `deploy the member roles in account ${account} again: what is there is older than this version`
        : again(account);
  return { what: `Account ${account}, ${where}: ${gapWords[kind]}${named}`, remedy };
}

/** Reports the account's forwarding rules as read with the read role. */
export function tellLook({ steps, config }: Run, { account, regions, gaps, refused }: MemberLook): void {
  if (refused) {
    const { operation, code } = refused;
    steps.failed({
      what: `The read role ${config.roleName} of account ${account} does not let Trailwarden in (${operation}: ${plain(code, 80)})`,
      remedy: `deploy the member roles there, for this stage and central account (docs/deploying.md, step 4)`,
    });
    return;
  }
  const groups = Map.groupBy(gaps, ({ kind, what }) => `${kind} ${what ?? ''}`);
  for (const [first, ...rest] of groups.values())
    if (first) steps.failed(gapFault(account, [first, ...rest]));
  if (groups.size === 0)
    steps.done(
      `the rules of account ${account} are there and send to the central bus (${regions.length} Regions)`,
    );
}

/** Prints a harmless call for the operator to make, and waits until its event has arrived. */
export async function awaitCall(run: Run, look: MemberLook, arrivals: Arrivals): Promise<void> {
  const { steps, wait } = run;
  const { account, harmless } = look;
  const home = harmless && parseTrailArn(harmless)?.homeRegion;
  if (harmless === undefined || home === undefined) {
    steps.note(
      `Account ${account} has no trail of its own that logs: there is no harmless call to make there.`,
    );
    return;
  }
  const heard = async (): Promise<string | undefined> => {
    const all = await asked('What came of the account cannot be read', () => arrivals.listArrivals(account));
    return all.find(({ region }) => region === home)?.eventId;
  };
  const before = await heard();
  steps.note(`Now run this with credentials of account ${account}; it starts a trail that logs already:`);
  steps.note(`  ${awsCommand('cloudtrail start-logging', { name: harmless, region: home })}`);
  steps.note(`Waiting for its event, ${callTakes / 60} minutes at the most (Ctrl-C ends) ...`);
  const arrived = await waitFor(wait, callTakes, async () => {
    const now = await heard();
    return now === before ? undefined : now;
  });
  if (arrived !== undefined) {
    steps.done(`the call's event came (${arrived})`);
    return;
  }
  steps.failed({
    what: `No StartLogging of account ${account} came from ${home}`,
    remedy: `was the call made there? Then see "Dead letters in a watched account" in docs/operating.md, and ${again(account)}`,
  });
}
