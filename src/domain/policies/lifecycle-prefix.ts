import type { Instant } from '#domain/values/instant.ts';
import { logFileNames, organizationFolderOf } from './delivery-request.ts';
import { fitsGlob } from './glob.ts';
import type { TrailDelivery } from './trail-delivery.ts';

/**
 * Whether `name` can begin with `prefix`; S3 compares prefixes letter by letter, and knows no wildcards. A prefix that is
 * nothing but `*` is meant for every object, by tools that do not know that: it counts as what it is meant for.
 */
function canBeginWith(name: string, prefix: string): boolean {
  if (/^\*+$/.test(prefix)) return true;
  return /[*?$]/.test(prefix) ? name.startsWith(prefix) : fitsGlob(`${prefix}*`, name) !== 'no';
}

/** The account whose folder below that of the organization `prefix` names; undefined when it names none. */
function memberIn(prefix: string, delivery: TrailDelivery): string | undefined {
  const folder = organizationFolderOf(delivery);
  return prefix.startsWith(folder) ? /^(\d{12})\//.exec(prefix.slice(folder.length))?.[1] : undefined;
}

/** Whether `prefix` names an organization while the trail is one of an organization whose id is not known. */
function namesOrganization(prefix: string, delivery: TrailDelivery): boolean {
  if (!delivery.organization || delivery.inOrganization?.id !== undefined) return false;
  return /(?:^|\/)AWSLogs\/o-./.test(prefix);
}

/** The folder of the day that follows that of the Region; a month or day that is cut stands for all of them. */
const dated = /\/CloudTrail\/[a-z0-9-]+\/(\d{4})(?:\/(?:(\d{2})(?:\/(\d{2})?)?)?)?/;
const day = 24 * 3600 * 1000;

/**
 * The least age in days, at `at`, of log files whose names begin with `prefix`: 0 unless it names a year, month or day
 * that is over, whose files are as old as that.
 */
export function leastAgeInDays(prefix: string, at: Instant): number {
  const [, year, month, date] = dated.exec(prefix) ?? [];
  if (year === undefined) return 0;
  const end =
    month === undefined
      ? Date.UTC(Number(year) + 1, 0)
      : date === undefined
        ? Date.UTC(Number(year), Number(month))
        : Date.UTC(Number(year), Number(month) - 1, Number(date) + 1);
  return Math.max(0, Math.floor((at - end) / day));
}

/**
 * Whether a lifecycle rule for the object keys that begin with `prefix` deletes log files of the trail, in any Region
 * and of any account that it records. Files of other services in the same bucket do not count.
 */
export function appliesToLogFiles(prefix: string, delivery: TrailDelivery): boolean {
  const member = memberIn(prefix, delivery);
  const accounts: readonly string[] = delivery.inOrganization?.accounts ?? [];
  if (member !== undefined && !accounts.includes(member)) return false;
  // Of an organization whose id is not known, no folder is known to be its own.
  if (namesOrganization(prefix, delivery)) return false;
  return logFileNames(delivery).some((name) => canBeginWith(name, prefix));
}
