import { awsTrouble } from '#adapters/aws/trouble.ts';
import { pacePerPlace } from '#adapters/aws/pace.ts';
import { failureOf } from '#cli/habits/failure-of.ts';
import { failureLine } from '#cli/habits/failure.ts';
import type { ScanDoor } from '#doors/scan.ts';
import { scanning } from '#doors/scan.ts';
import { systemClock } from '#doors/system-clock.ts';
import type { Observation, Sight } from '#domain/facts/observation.ts';
import type { ExpectedTargets } from '#domain/findings/rule.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { buildReport } from '#usecases/scan/build-report.ts';
import type { ScanState } from '#usecases/scan/scan-accounts.ts';
import { emptyScan, scanAccounts } from '#usecases/scan/scan-accounts.ts';
import type { ScanReport } from '#usecases/scan/scan-report.ts';
import type { LookNotes } from '#usecases/scan/snapshot-observer.ts';
import type { Missed } from '#usecases/scan/unread-in.ts';
import { everyAccountHas } from './default-regions.ts';
import type { Progress } from './progress.ts';
import type { Scope } from './scope.ts';

/** What the findings are measured by, beside what the trails themselves say. */
export interface Yardstick {
  readonly regions: readonly Region[] | undefined;
  readonly expected: (accounts: readonly AccountId[]) => ExpectedTargets;
  readonly exemptions: (account: AccountId) => readonly Exemption[];
}

/** CloudTrail allows ten reads a second per account and Region (CloudTrail user guide, quotas); two are left to other tools. */
const readsPerSecond = 8;
/** Names of accounts that hold logs, as landing zones call them: they are asked first for a bucket. */
const likelyHolder = /log|archive|audit|security/i;

/** What was read so far, gathered while the scan goes on. */
function notebook(progress: Progress) {
  const observations = new Map<string, Observation>();
  const lists = new Map<AccountId, Sight<readonly Region[]>>();
  const failures = new Map<string, { account: AccountId; region: Region | undefined; error: unknown }>();
  const notes: LookNotes = {
    listed: (account, regions) => {
      if (!lists.has(account) && regions.kind === 'seen') progress.counted(regions.value.length);
      lists.set(account, regions);
    },
    seen: (observation) => {
      const key = `${observation.account} ${observation.region}`;
      observations.set(key, observation);
      failures.delete(key);
      progress.looked();
    },
    failed: (account, region, error) =>
      void failures.set(`${account} ${region ?? ''}`, { account, region, error }),
  };
  return { observations, lists, failures, notes };
}

type Notebook = ReturnType<typeof notebook>;

function missedOf(book: Notebook, state: ScanState, accounts: readonly AccountId[]): readonly Missed[] {
  const why = (error: unknown): Pick<Missed, 'why' | 'remedy'> => {
    const { message, remedy } = failureOf(
      error instanceof Error && error.cause !== undefined ? error.cause : error,
    );
    return { why: message, remedy };
  };
  const failed = [...book.failures.values()].map(({ account, region, error }) => ({
    account,
    region,
    what: region === undefined ? 'the list of Regions' : 'trails',
    ...why(error),
  }));
  const uninspected = [...state.uninspected].map(([what, error]) => ({
    account: /\d{12}/.exec(what)?.[0] ?? '',
    what: what.replace('#', ' '),
    ...why(error),
  }));
  const begun = new Set([...state.done, ...failed.map(({ account }) => account)]);
  const left = accounts.filter((account) => !begun.has(account));
  const untouched = left.map((account) => ({
    account,
    what: 'the account',
    why: 'the scan ended before it was read as a whole',
    remedy: 'Scan it again.',
  }));
  return [...failed, ...uninspected, ...untouched];
}

/** Why the scan ended early, in words; undefined where it did not. */
function endOf(state: ScanState, signal: AbortSignal): string | undefined {
  if (state.ended !== undefined) return failureLine(failureOf(state.ended));
  return signal.aborted ? 'It was interrupted.' : undefined;
}

function doorOf(scope: Scope, yardstick: Yardstick, notes: LookNotes): ScanDoor {
  const { accounts, roll, assume, region } = scope;
  const { management } = roll ?? {};
  const everyone = [...(roll?.active ?? accounts)];
  const likely = everyone.filter(([, name]) => likelyHolder.test(name)).map(([id]) => id);
  const expected = yardstick.expected([...new Set([...everyone.map(([id]) => id), ...accounts.keys()])]);
  const holders = [...likely, ...(management ? [management] : []), ...expected.accounts];
  return {
    accounts,
    roll,
    assume,
    region,
    notes,
    holders: [...new Set(holders)],
    regions: { only: yardstick.regions, fallback: everyAccountHas },
    expected,
    exemptions: yardstick.exemptions,
    clock: systemClock,
    turnOf: pacePerPlace(readsPerSecond),
    isFinal: (error) => awsTrouble(error)?.kind === 'expired',
  };
}

/** Scans `scope`; the report is that of what was read, when `signal` ends the scan early. */
export async function runScan(
  about: { readonly scope: Scope; readonly yardstick: Yardstick; readonly tool: string },
  progress: Progress,
  signal: AbortSignal,
): Promise<ScanReport> {
  const { scope, yardstick, tool } = about;
  const { accounts, roll, caller } = scope;
  const startedAt = systemClock.now();
  const book = notebook(progress);
  const { parts, issues, destinations } = scanning(doorOf(scope, yardstick, book.notes));
  const ids = [...accounts.keys()];
  const owners = ids.filter((id) => id === roll?.management);
  const state = emptyScan();
  const aborted = new Promise<void>((end) => signal.addEventListener('abort', () => end(), { once: true }));
  const others = ids.filter((id) => !owners.includes(id));
  await Promise.race([scanAccounts(parts, { owners, others }, state, signal), aborted]);
  progress.end();
  return buildReport({
    tool,
    caller: caller.arn,
    organization: roll?.id,
    startedAt,
    endedAt: systemClock.now(),
    accounts,
    observations: [...book.observations.values()],
    lists: book.lists,
    missed: missedOf(book, state, ids),
    endedEarly: endOf(state, signal),
    issues,
    destinations,
  });
}
