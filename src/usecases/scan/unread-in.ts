import { plain } from '#domain/announcements/wording.ts';
import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import type { Observation, Sight, Unreadable } from '#domain/facts/observation.ts';
import { refusalsIn, regionOffCodes } from '#domain/facts/refusals-in.ts';
import type { ScanUnread } from './scan-report.ts';

/** One thing that could not be read, before the Regions of an account are put together. */
export interface Missed {
  readonly account: string;
  readonly region?: string | undefined;
  /** What was asked of AWS, as IAM names it. */
  readonly permission?: string | undefined;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

function remedyOf({ operation, code }: Unreadable, account: string): string {
  if (operation === 'sts:AssumeRole')
    return `Let the caller assume the role in account ${account}: member-template scan-role prints one.`;
  if (regionOffCodes.has(code)) return 'AWS answers so where a Region is off in the account.';
  if (code === 'NoAccount') return 'Scan the account that owns it as well.';
  return `Allow ${operation} there.`;
}

function refused(account: string, what: string, why: Unreadable, region?: string): Missed {
  const { operation, code, message } = why;
  return {
    account,
    region,
    permission: code === 'NoAccount' || code === 'NoArn' ? undefined : operation,
    what,
    why: plain(`${code}: ${message}`, 300),
    remedy: remedyOf(why, account),
  };
}

/** What AWS refused of trails. */
export function refusedTrails(observations: readonly Observation[]): readonly Missed[] {
  return observations.flatMap((observation) =>
    refusalsIn(observation).map((why) => refused(observation.account, 'trails', why, observation.region)),
  );
}

/** The list of Regions of an account that AWS refused; the Regions that every account has were looked at. */
export function refusedLists(lists: ReadonlyMap<string, Sight<unknown>>): readonly Missed[] {
  return [...lists].flatMap(([account, list]) =>
    list.kind === 'seen' ? [] : [refused(account, 'the list of Regions', list.why)],
  );
}

const ofStranger =
  'No account that was asked has this bucket: find out whose it is, and scan that account as well.';

/** Buckets and keys that AWS refused in part or as a whole; `account` is that of the trail that uses them. */
export function refusedDestination(account: string, sight: LogDestinationSight): readonly Missed[] {
  const what = `${sight.kind} ${plain(sight.id, 120)}`;
  const { found } = sight;
  if (found.is === 'hidden') {
    const missed = refused(found.owner ?? account, what, found.why);
    const isNowhere = found.owner === undefined && found.why.operation === 's3:GetBucketPolicy';
    return [isNowhere ? { ...missed, permission: undefined, remedy: ofStranger } : missed];
  }
  if (found.is !== 'there') return [];
  return Object.values(found.settings).flatMap((setting: unknown) =>
    isRefused(setting) ? [refused(found.owner, what, setting.why)] : [],
  );
}

function isRefused(setting: unknown): setting is { readonly why: Unreadable } {
  return (
    typeof setting === 'object' && setting !== null && 'kind' in setting && setting.kind === 'unreadable'
  );
}

/** What could not be read, one entry for each account, thing and reason, with its Regions. */
export function foldMissed(
  missed: readonly Missed[],
  nameOf: (account: string) => string,
): readonly ScanUnread[] {
  const groups = Map.groupBy(missed, ({ account, permission, what, why }) =>
    [account, permission, what, why.split(':')[0]].join(' '),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { account, permission = null, what, why, remedy } = first;
    const regions = [...new Set(group.flatMap(({ region }) => region ?? []))].sort();
    return [{ account, accountName: plain(nameOf(account), 60), regions, permission, what, why, remedy }];
  });
}
