import type { BucketSight, LogDestinationSight, KeySight } from '#domain/facts/log-destination.ts';
import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { Trail } from '#domain/facts/trail.ts';
import { dependencyName } from '#domain/facts/trail-dependencies.ts';
import type { TrailDelivery } from '#domain/policies/trail-delivery.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import { parseArn } from '#domain/values/arn.ts';
import { remainingCoverage } from './coverage.ts';
import type { Evidence, Finding } from './finding.ts';
import { causeKey } from './finding.ts';
import { awsCommand, evidenceOf } from './of-trail.ts';
import type { Judgement, Look, Rule, SeenLook } from './rule.ts';
import { isAtHome, ongoingFinding } from './settings.ts';

/** The bucket of `trail` as it was last found; undefined when nobody has looked. */
export function bucketSightOf({ destinations }: Look, { bucket }: Trail): BucketSight | undefined {
  const sight = destinations?.get(logDestinationKey({ kind: 'bucket', id: bucket ?? '' }));
  return sight?.kind === 'bucket' ? sight : undefined;
}

/** The key of `trail` as it was last found; undefined when nobody has looked, or there is none. */
export function keySightOf({ destinations }: Look, { kmsKey }: Trail): KeySight | undefined {
  const sight = destinations?.get(logDestinationKey({ kind: 'key', id: kmsKey ?? '' }));
  return sight?.kind === 'key' ? sight : undefined;
}

/** What `trail` delivers, as policies and lifecycle rules have to be held against it. */
export function trailDeliveryOf(trail: Trail, owner?: string): TrailDelivery {
  const { arn, bucket = '', prefix, kmsKey, logFileValidation, organization } = trail;
  return {
    ...{ trail: arn, bucket, prefix, key: kmsKey, digests: logFileValidation, organization },
    bucketOwner: owner,
  };
}

/**
 * Since when a destination harms a trail: as the standing finding of `rule` knows it, else the latest call on the
 * destination that can have caused it, else the first look that found it so.
 */
export function harmedSince(
  look: Look,
  rule: Pick<Rule, 'id' | 'causedBy'>,
  subject: TrailArn,
  sight: LogDestinationSight,
): Instant {
  const known = ongoingFinding(look, rule.id, subject);
  if (known !== undefined) return known.since;
  const { id } = dependencyName({ kind: sight.kind, id: sight.id });
  const calls = look.claims.filter(
    ({ about, eventName, at }) => about === id && rule.causedBy.includes(eventName) && at <= look.at,
  );
  return calls.at(-1)?.at ?? sight.changedAt;
}

/** A destination that a trail cannot deliver to; `sight` is undefined while nobody has looked. */
interface Broken {
  readonly resource: string;
  readonly sight: LogDestinationSight | undefined;
  /** What shows it, besides the trail itself. */
  readonly shownBy?: Partial<Evidence> | undefined;
}

/**
 * The judgement that a trail's deliveries cannot arrive because of one destination. Its cause is that destination, also
 * when deliveries fail indeed: whatever else delivers there is the same incident. It weighs less where another trail
 * records the whole.
 */
export function undeliverable(
  look: SeenLook,
  rule: Pick<Rule, 'id' | 'causedBy'>,
  trailSight: TrailSight,
  { resource, sight, shownBy }: Broken,
): Judgement {
  const subject = trailSight.trail.arn;
  return {
    verdict: 'stands',
    subject,
    severity: remainingCoverage(look.coverage, subject) === 'whole' ? 'medium' : 'high',
    weakening: false,
    cause: causeKey('undeliverable', resource),
    since: sight ? harmedSince(look, rule, subject, sight) : look.at,
    evidence: { ...evidenceOf(trailSight), resource, ...shownBy },
  };
}

/**
 * Judges every trail at its home by what it delivers to. What nobody has looked at yet, and what could not be read,
 * cannot be told: neither opens nor ends anything.
 */
export function judgeEach(
  look: SeenLook,
  judge: (sight: TrailSight) => Judgement | 'cannot-tell' | 'healthy',
): readonly Judgement[] {
  return look.sights
    .filter(({ trail }) => isAtHome(look, trail))
    .map((sight) => {
      const judgement = judge(sight);
      return typeof judgement === 'string' ? { verdict: judgement, subject: sight.trail.arn } : judgement;
    });
}

/** The command that shows the policy of the key that the finding is about. */
export function showKeyPolicy({ evidence: { resource } }: Finding): string | undefined {
  const region = parseArn(resource)?.region;
  if (region === undefined || resource === undefined) return undefined;
  const named = { 'key-id': resource, region, 'policy-name': 'default' };
  return `${awsCommand('kms get-key-policy', named)} --query Policy --output text`;
}
