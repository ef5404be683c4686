import { duration, listedUpTo, plain } from '#domain/announcements/wording.ts';
import { isWrong } from '#domain/facts/forwarding.ts';
import type { AccountOutcome } from '#domain/sweeps/sweep.ts';
import type { DoctorFacts } from './facts.ts';
import type { Trouble } from './trouble.ts';
import { trouble } from './trouble.ts';

const hour = 3_600_000;
const latest = 26 * hour;

function lateSweep({ now, lastFinishedSweep }: DoctorFacts): readonly Trouble[] {
  const begin = 'Begin one: trailwarden sweep --watch';
  if (lastFinishedSweep === undefined) return [trouble('broken', 'No sweep has ever finished', `${begin}.`)];
  const age = now - lastFinishedSweep;
  return age > latest
    ? [trouble('wrong', `The last sweep finished ${duration(age)} ago`, `${begin}; is its rule enabled?`)]
    : [];
}

function ofFailed({ account, why = 'no reason given' }: AccountOutcome): Trouble {
  const what = `The sweep could not look at account ${account}: ${plain(why, 160)}`;
  return trouble('wrong', what, 'trailwarden dead-letters list; then sweep again.');
}

function ofRefusing({ account, refusals }: AccountOutcome): readonly Trouble[] {
  const [first] = refusals;
  if (first === undefined) return [];
  const remedy =
    first.operation === 'sts:AssumeRole'
      ? 'Deploy the member roles there: trailwarden member-template roles.'
      : `Allow ${first.operation} there: deploy the member roles again, or change the policy that AWS names.`;
  const what = `Account ${account} refuses ${first.operation} (${plain(first.code, 60)})`;
  return [trouble('wrong', what, remedy)];
}

function lateReport({ now, lastReport }: DoctorFacts): readonly Trouble[] {
  const remedy =
    'Look at reconcileDay’s log: aws logs tail /aws/lambda/trailwarden-reconcile-day --since 1d.';
  if (lastReport === undefined) return [trouble('note', 'No daily report was ever written', remedy)];
  const age = now - lastReport;
  return age > latest ? [trouble('note', `The last daily report is ${duration(age)} old`, remedy)] : [];
}

/** What the last sweep could not do, a sweep or report that is late, and a baseline that is not accepted. */
export function sweepTroubles(facts: DoctorFacts): readonly Trouble[] {
  const { sweep, baselineAccepted } = facts;
  const refused = sweep?.sweep.listRefused;
  const list =
    refused &&
    trouble(
      'wrong',
      `The organization's accounts could not be listed: ${refused.operation}: ${plain(refused.code, 60)}`,
      /denied/i.test(refused.code)
        ? 'Register the central account as a delegated administrator, or give it the policy of docs/deploying.md.'
        : 'Run `trailwarden sweep`, which lists them again; those of the sweep before were swept.',
    );
  const baseline = trouble(
    'note',
    'The baseline is not accepted: what stood before Trailwarden came gets no tickets',
    'trailwarden sweep --accept-baseline, when the greeting was read.',
  );
  return [
    ...lateSweep(facts),
    ...(list ? [list] : []),
    ...(sweep?.failed ?? []).map(ofFailed),
    ...(sweep?.unreadable ?? []).flatMap(ofRefusing),
    ...lateReport(facts),
    ...(baselineAccepted ? [] : [baseline]),
  ];
}

/** Where no heartbeat ever came from: accounts, and Regions with our rules in accounts of which other Regions beat. */
function neverHeard({ accounts, heartbeats, checks }: DoctorFacts): readonly string[] {
  const beating = Map.groupBy(heartbeats, ({ account }) => account);
  const places = checks.flatMap(({ account, whole }) => {
    const beats = beating.get(account);
    if (beats === undefined || !accounts.has(account)) return [];
    const heard = new Set(beats.map(({ region }) => region));
    return whole.flatMap(({ region }) => (heard.has(region) ? [] : [`${account} in ${region}`]));
  });
  return [...[...accounts.keys()].filter((account) => !beating.has(account)), ...places];
}

/** Accounts and Regions from which no heartbeat comes. */
export function heartbeatTroubles(facts: DoctorFacts): readonly Trouble[] {
  const { now, config, accounts, heartbeats } = facts;
  const tolerated = (3 * config.schedules.heartbeatMinutes + 15) * 60_000;
  const never = neverHeard(facts);
  const silent = heartbeats.filter(({ account, at }) => accounts.has(account) && now - at > tolerated);
  const remedy = 'Deploy the member rules there again (docs/deploying.md, step 4, or the stack set).';
  return [
    ...(never.length > 0
      ? [
          trouble(
            'wrong',
            `No heartbeat ever came from ${listedUpTo(never, 5)}: their events may not arrive`,
            remedy,
          ),
        ]
      : []),
    ...[...Map.groupBy(silent, ({ account }) => account)].map(([account, beats]) => {
      const where = listedUpTo(
        beats.map(({ region }) => region),
        5,
      );
      const age = duration(now - Math.max(...beats.map(({ at }) => at)));
      const old = beats.length === 1 ? `${age} old` : `${age} old or older`;
      return trouble('wrong', `The last heartbeat of account ${account} in ${where} is ${old}`, remedy);
    }),
  ];
}

/** What the hourly look at the parts in accounts found. */
export function partsTroubles({ now, accounts, checks }: DoctorFacts): readonly Trouble[] {
  const gaps = checks.flatMap(({ account, gaps: own }) => own.map((gap) => ({ account, gap })));
  const wrong = gaps.map(({ account, gap }) => {
    const what = gap.what === undefined ? '' : ` (${plain(gap.what, 80)})`;
    const since = `for ${duration(now - gap.since)}`;
    return trouble(
      isWrong(gap) ? 'broken' : 'note',
      `Account ${account}, ${gap.region}: the forwarding is ${gap.kind}${what} ${since}`,
      'Deploy the member roles and rules there again.',
    );
  });
  const stale = checks
    .filter(({ account, at }) => accounts.has(account) && now - at > 3 * hour)
    .map(({ account }) => account);
  return [
    ...wrong,
    ...(stale.length > 0
      ? [
          trouble(
            'wrong',
            `The parts in ${listedUpTo(stale, 5)} were not looked at for three hours`,
            'Look at lookAtParts’ log: aws logs tail /aws/lambda/trailwarden-look-at-parts --since 3h.',
          ),
        ]
      : []),
  ];
}
