import { askPolicy } from './policy.ts';
import type { Bucket, Key, State, Trail } from './state.ts';
import type { Timeline } from './timeline.ts';
import type { DeliveryErrors } from './world.ts';

/** The interval of CloudTrail's delivery attempts: about five minutes. */
export const deliveryPeriod = 5 * 60 * 1000;
const digestPeriod = 60 * 60 * 1000;

/** The source of a delivery: a trail's copy in one account and Region. */
export interface TrailCopy {
  readonly account: string;
  readonly region: string;
}

/** The delivery half of GetTrailStatus, times in milliseconds; absent means nothing to report. */
export interface DeliveryStatus {
  readonly attempt?: number | undefined;
  readonly success?: number | undefined;
  readonly error?: string | undefined;
}

/** The result of the attempts of one of the four kinds of delivery. */
export type DeliveryKind = keyof DeliveryErrors;

/**
 * The result of the delivery attempts up to `now`. Attempts are computed, not stored: their moments form a fixed grid
 * per trail, account and Region, and the outcome of each follows from the state of trail and bucket at that moment. So
 * accounts whose status is not read cost nothing.
 */
export function deliveryStatus(
  state: State,
  trails: Timeline<Trail>,
  where: TrailCopy & { channel: DeliveryKind; now: number },
): DeliveryStatus {
  const period = where.channel === 'digest' ? digestPeriod : deliveryPeriod;
  let latest: { readonly attempt: number; readonly error: string | undefined } | undefined;
  for (const [from, until] of stretches(state, trails, where.now)) {
    const trail = trails.at(until);
    if (!trail || !isWanted(trail, where.channel)) continue;
    const last = trail.logging ? until : Math.min(until, trail.stoppedAt ?? -Infinity);
    const attempt = attemptBefore(last, phase(`${trail.arn}${where.account}${where.region}`, period), period);
    if (attempt < from || attempt < (trail.startedAt ?? Infinity)) continue;
    const error = outcome(state, trail, { ...where, at: attempt });
    latest ??= { attempt, error };
    if (error === undefined) return { ...latest, success: attempt };
  }
  return latest ?? {};
}

/** The next delivery attempt after `now` of the copy in `place`. */
export function nextAttempt(trail: Pick<Trail, 'arn'>, { account, region }: TrailCopy, now: number): number {
  return (
    attemptBefore(now, phase(`${trail.arn}${account}${region}`, deliveryPeriod), deliveryPeriod) +
    deliveryPeriod
  );
}

/** The S3 error code of a write by CloudTrail to the trail's bucket now; undefined when the write succeeds. */
export function bucketRefusal(
  state: State,
  trail: Trail,
  account: string,
  bucket: Bucket | undefined,
): string | undefined {
  if (!bucket) return 'NoSuchBucket';
  const root = `arn:aws:s3:::${trail.bucket}`;
  const shared = trail.organization && state.organization ? `${state.organization.id}/` : '';
  const object = `${root}/${trail.prefix ? `${trail.prefix}/` : ''}AWSLogs/${shared}${account}/CloudTrail/log.json.gz`;
  const ask = (action: string, resource: string): boolean =>
    askPolicy(bucket.policy, {
      principal: { service: 'cloudtrail.amazonaws.com' },
      action,
      resource,
      context: {
        'aws:sourcearn': trail.arn,
        'aws:sourceaccount': trail.owner,
        'aws:principalisawsservice': 'true',
        'aws:principalservicename': 'cloudtrail.amazonaws.com',
        'aws:securetransport': 'true',
        ...(action === 's3:PutObject' && { 's3:x-amz-acl': 'bucket-owner-full-control' }),
      },
    }) === 'allowed';
  return ask('s3:GetBucketAcl', root) && ask('s3:PutObject', object) ? undefined : 'AccessDenied';
}

/** The periods without a change, newest first. */
function stretches(
  state: State,
  trails: Timeline<Trail>,
  now: number,
): readonly (readonly [number, number])[] {
  const settings = trails.changes().map((moment) => trails.at(moment));
  const buckets = new Set(settings.map((trail) => state.buckets.get(trail?.bucket ?? '')));
  const keys = new Set(settings.map((trail) => state.keys.get(trail?.kmsKeyId ?? '')));
  const moments = [...buckets, ...keys].flatMap((history) => history?.changes() ?? []);
  const starts = [...new Set([...trails.changes(), ...moments])]
    .filter((moment) => moment <= now)
    .sort((a, b) => b - a);
  return starts.map((from, index) => [from, index === 0 ? now : (starts[index - 1] ?? now) - 1] as const);
}

function isWanted(trail: Trail, channel: DeliveryKind): boolean {
  const { logFileValidation: digest, logGroupArn, topicArn } = trail;
  const wanted = { s3: true, digest, cloudWatchLogs: Boolean(logGroupArn), notification: Boolean(topicArn) };
  return wanted[channel];
}

function outcome(
  state: State,
  trail: Trail,
  where: TrailCopy & { channel: DeliveryKind; at: number },
): string | undefined {
  const standing = trail.deliveryErrors[where.channel];
  if (typeof standing === 'string') return standing;
  if (standing?.regions.includes(where.region)) return standing.error;
  if (where.channel === 'cloudWatchLogs' || where.channel === 'notification') return undefined;
  const refusal = bucketRefusal(state, trail, where.account, state.buckets.get(trail.bucket)?.at(where.at));
  if (refusal !== undefined || where.channel === 'digest') return refusal;
  return keyRefusal(trail, state.keys.get(trail.kmsKeyId ?? '')?.at(where.at));
}

function keyRefusal(trail: Trail, key: Key | undefined): string | undefined {
  if (key?.state === 'Disabled') return 'KMS.DisabledException';
  if (key !== undefined && key.state !== 'Enabled') return 'KMS.KMSInvalidStateException';
  if (key?.policy === undefined) return undefined;
  const verdict = askPolicy(key.policy, {
    principal: { service: 'cloudtrail.amazonaws.com' },
    action: 'kms:GenerateDataKey',
    resource: key.arn,
    context: {
      'aws:sourcearn': trail.arn,
      'aws:principalisawsservice': 'true',
      'kms:encryptioncontext:aws:cloudtrail:arn': trail.arn,
    },
  });
  return verdict === 'allowed' ? undefined : 'KMS.AccessDeniedException';
}

function attemptBefore(moment: number, offset: number, period: number): number {
  return Math.floor((moment - offset) / period) * period + offset;
}

/** Spreads the attempts of different copies over the period, equally in every run (FNV-1a). */
function phase(key: string, period: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1)
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return ((hash >>> 0) % (period / 1000)) * 1000;
}
