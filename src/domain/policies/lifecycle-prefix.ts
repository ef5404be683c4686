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

/**
 * Whether a lifecycle rule for the object keys that begin with `prefix` deletes log files of the trail, in any Region
 * and of any account that it records. Files of other services in the same bucket do not count.
 */
export function appliesToLogFiles(prefix: string, delivery: TrailDelivery): boolean {
  const accounts = delivery.inOrganization?.accounts;
  const member = delivery.organization && accounts !== undefined ? memberIn(prefix, delivery) : undefined;
  if (member !== undefined && !accounts?.some((account) => account === member)) return false;
  return logFileNames(delivery).some((name) => canBeginWith(name, prefix));
}
