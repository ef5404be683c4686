import type { RecordedEvents } from '#domain/facts/event-selectors.ts';
import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import { historyOf } from '#domain/facts/trail-history.ts';
import type { Trail } from '#domain/facts/trail.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseArn } from '#domain/values/arn.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import { recordedOf } from './coverage.ts';
import { bucketSightOf } from './bucket-sight.ts';
import type { Look, SeenLook } from './rule.ts';

/** A trail that logs and delivers without an error, beside one that was lost. */
export interface Candidate {
  readonly sight: TrailSight;
  readonly recorded: RecordedEvents;
  /** Since when it records this and delivers there, as far as was seen. */
  readonly since: Instant | undefined;
}

/** What a candidate is compared with: the lost trail, and when it was lost. */
export interface LostTrail {
  readonly trail: Trail;
  readonly since: Instant;
}

/** How long a trail that the caller could have arranged has to have recorded, in milliseconds. */
const week = 7 * 24 * 3600 * 1000;

/** Whether the state of a trail could not be read, so that it may record everything or nothing. */
export function isUnreadable(sight: TrailSight): boolean {
  const { status } = sight;
  if (status.kind === 'unreadable') return true;
  return status.value.logging && status.value.deliveryError === undefined && recordedOf(sight) === undefined;
}

/** The other trails that log and deliver without an error. */
export function candidatesOf(look: SeenLook, lost: TrailArn): readonly Candidate[] {
  return look.sights.flatMap((sight) => {
    const { trail, status } = sight;
    const recorded = recordedOf(sight);
    if (trail.arn === lost || status.kind === 'unreadable' || recorded === undefined) return [];
    if (!status.value.logging || status.value.deliveryError !== undefined) return [];
    const known = look.memory?.trails.find((one) => one.trail.arn === trail.arn);
    return [{ sight, recorded, since: historyOf(sight, known, look.at, look.memory?.at).unchangedSince }];
  });
}

/** Whether a trail has recorded what it records, where it does, for less than a week; false for one that does not log. */
export function isYoung(look: Look, sight: TrailSight): boolean {
  const known = look.memory?.trails.find(({ trail }) => trail.arn === sight.trail.arn);
  const { unchangedSince } = historyOf(sight, known, look.at, look.memory?.at);
  return unchangedSince !== undefined && look.at - unchangedSince < week;
}

const isOld = ({ since }: Candidate, lost: LostTrail): boolean =>
  since !== undefined && lost.since - since >= week;

function bucketOwner(look: Look, trail: Trail): string | undefined {
  const found = bucketSightOf(look, trail)?.found;
  return found?.is === 'there' ? found.owner : undefined;
}

/** Whether the candidate is the lost trail under another name: it delivers to the same place in another account. */
function isRename(look: SeenLook, { trail: lost }: LostTrail, { sight: { trail } }: Candidate): boolean {
  const same = trail.bucket === lost.bucket && trail.prefix === lost.prefix && trail.kmsKey === lost.kmsKey;
  const owner = bucketOwner(look, trail);
  return trail.bucket !== undefined && same && owner !== undefined && owner !== look.account;
}

/**
 * Whether the caller may have been in the management account or in that of a delegated administrator of CloudTrail, who
 * have the same rights on organization trails (CloudTrail user guide, "Organization delegated administrator").
 */
function mayArrangeOrganizationTrails(look: SeenLook, lost: LostTrail, owner: string): boolean {
  // Nobody else can end an organization trail.
  if (lost.trail.organization) return true;
  const arrangers: readonly string[] = [owner, ...(look.organization?.delegates ?? [])];
  if (arrangers.includes(look.account)) return true;
  return look.claims.some(
    ({ trail, callerAccount = '' }) => trail === lost.trail.arn && arrangers.includes(callerAccount),
  );
}

function isIndependent(look: SeenLook, lost: LostTrail, candidate: Candidate): boolean {
  const { trail } = candidate.sight;
  if (!trail.organization) return false;
  if (trail.owner === look.account) {
    const owner = bucketOwner(look, trail);
    return owner !== undefined && owner !== look.account && isOld(candidate, lost);
  }
  // Without trusted access an organization trail records its owner only.
  if (look.trustedAccess?.on === false) return false;
  return !mayArrangeOrganizationTrails(look, lost, trail.owner) || isOld(candidate, lost);
}

/** Whether the candidate can be relied upon: the caller could not have arranged it. */
export function isReliable(look: SeenLook, lost: LostTrail, candidate: Candidate): boolean {
  return isIndependent(look, lost, candidate) || isRename(look, lost, candidate);
}

/** Whether the bucket of `trail` is known to be the operator's, or a vendor's that the configuration names. */
export function isBucketOurs(look: Look, trail: Trail): boolean {
  const { bucket = '' } = trail;
  const { buckets = [], known = [], accounts = [] } = look.expected ?? {};
  if (buckets.includes(bucket) || known.includes(bucket)) return true;
  const owner = parseAccountId(bucketOwner(look, trail));
  if (buckets.length > 0 || owner === undefined) return false;
  return owner === look.account || accounts.length === 0 || accounts.includes(owner);
}

/** Whether the key of `trail`, if it has one, is known to be the operator's or named by the configuration. */
function isKeyOurs(look: Look, { kmsKey }: Trail): boolean {
  const { keys = [], known = [], accounts = [] } = look.expected ?? {};
  if (kmsKey === undefined || keys.includes(kmsKey) || known.includes(kmsKey)) return true;
  const owner = parseAccountId(parseArn(kmsKey)?.account);
  return keys.length === 0 && owner !== undefined && (owner === look.account || accounts.includes(owner));
}

/** Whether the candidate is an older trail of the account that delivers to known destinations. */
export function isOwnAndProven(look: SeenLook, lost: LostTrail, candidate: Candidate): boolean {
  const { trail } = candidate.sight;
  if (trail.owner !== look.account || !isOld(candidate, lost)) return false;
  return isBucketOurs(look, trail) && isKeyOurs(look, trail);
}

/** Why the candidate is not relied upon, in words. Untrusted text: it contains names chosen by callers. */
export function doubtOf(look: SeenLook, lost: LostTrail, candidate: Candidate): string {
  const { trail } = candidate.sight;
  const { since } = candidate;
  const inspected = look.destinations.has(logDestinationKey({ kind: 'bucket', id: trail.bucket ?? '' }));
  const why = !isBucketOurs(look, trail)
    ? `its bucket ${trail.bucket ?? ''} ${inspected ? 'is not known to be yours' : 'has not been inspected yet'}`
    : !isKeyOurs(look, trail)
      ? `its key ${trail.kmsKey ?? ''} is not known to be yours`
      : !isOld(candidate, lost)
        ? `it records so only since ${since === undefined ? 'just now' : `${iso(since).slice(0, 16).replace('T', ' ')} UTC`}`
        : 'it records less';
  return `trail ${trail.name} still records, but ${why}`.slice(0, 300);
}
