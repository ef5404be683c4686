import type { IncidentView, Member } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import { accountsOf, isOpen } from './affected.ts';

/** How long the members of an organization trail are looked at before their number is told as final, in milliseconds. */
const settlesAfterMs = 14 * 60 * 1000;

/** How many accounts an organization trail that does not record affects, as far as is known. */
export interface Extent {
  /** Number of accounts that can be affected. */
  readonly size: number;
  /** Number of accounts that are known to be affected. */
  readonly known: number;
  /** When the number becomes final; undefined when it is. */
  readonly settlesAt: Instant | undefined;
}

/** Whether the member is about an organization trail that does not record; its other accounts are looked at one by one. */
function reachesMembers({ finding }: Member): boolean {
  return finding.harm === 'not-recording' && finding.evidence.organization === true;
}

/** Whether the trail itself is affected, in its owner's account, and not only accounts that it reaches no more. */
function isOfOwner({ account, finding }: Member): boolean {
  return parseTrailArn(finding.subject)?.owner === account;
}

/**
 * The extent of an incident about an organization trail that does not record; undefined for other incidents, for a
 * recipient that is told of a part of the accounts only, and while the number of accounts is not known.
 */
export function extentOf(
  whole: IncidentView,
  view: IncidentView,
  context: { readonly now: Instant; readonly organizationSize?: number | undefined },
): Extent | undefined {
  const { now, organizationSize: size } = context;
  const accounts = accountsOf(whole.members).length;
  if (size === undefined || size < 2 || accountsOf(view.members).length < accounts) return undefined;
  const reached = view.members.filter((member) => isOpen(member) && reachesMembers(member));
  if (reached.length === 0 || !whole.members.some(isOfOwner)) return undefined;
  const end = instant(whole.incident.openedAt + settlesAfterMs);
  const isFinal = accounts >= size || now >= end;
  const known = accountsOf(reached.filter(({ finding }) => finding.harmful)).length;
  return { size, known, settlesAt: isFinal ? undefined : end };
}
