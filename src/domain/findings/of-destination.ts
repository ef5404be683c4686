import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { Trail } from '#domain/facts/trail.ts';
import { isAtHome, isSeenByMember } from '#domain/facts/trail.ts';
import { dependencyName } from '#domain/facts/trail-dependencies.ts';
import type { TrailDelivery } from '#domain/policies/trail-delivery.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import { parseArn } from '#domain/values/arn.ts';
import { bucketSightOf } from './bucket-sight.ts';
import type { Evidence, Finding } from './finding.ts';
import { causeKey } from './finding.ts';
import { awsCommand, evidenceOf, withFlags } from './of-trail.ts';
import type { Judgement, Look, Rule, SeenLook } from './rule.ts';
import { ongoingFinding } from './settings.ts';
import { isCoveredElsewhere } from './what-is-left.ts';

/** The known organization, unless `trail` is that of another one: the management account owns its organization's trails. */
function organizationOf({ organization: known }: Look, { organization, owner }: Trail): Look['organization'] {
  const isOfAnother = organization && known?.management !== undefined && known.management !== owner;
  return isOfAnother ? undefined : known;
}

/** The deliveries of `trail` at the time of `look`, for comparison with policies and lifecycle rules. */
export function trailDeliveryOf(look: Look, trail: Trail): TrailDelivery {
  const { arn, bucket = '', prefix, kmsKey, logFileValidation, multiRegion, organization } = trail;
  return {
    trail: arn,
    bucket,
    prefix,
    key: kmsKey,
    digests: logFileValidation,
    multiRegion,
    organization,
    inOrganization: organizationOf(look, trail),
    bucketOwner: bucketSightOf(look, trail)?.found.owner,
    at: look.at,
  };
}

/**
 * When a destination began to harm a trail: the start kept by the ongoing finding of `rule`, else the latest call on
 * the destination that can have caused it, else the first inspection with this result.
 */
export function harmedSince(look: Look, rule: Rule, subject: TrailArn, sight: LogDestinationSight): Instant {
  const known = ongoingFinding(look, rule.id, subject);
  if (known !== undefined) return known.since;
  const { id } = dependencyName({ kind: sight.kind, id: sight.id });
  const calls = look.claims.filter(
    ({ about, eventName, at }) => about === id && rule.causedBy.includes(eventName) && at <= look.at,
  );
  return calls.at(-1)?.at ?? sight.changedAt;
}

/** A destination that a trail cannot deliver to; `sight` is undefined before its first inspection. */
interface Broken {
  readonly resource: string;
  readonly sight: LogDestinationSight | undefined;
  /** Evidence in addition to that of the trail. */
  readonly evidence?: Partial<Evidence> | undefined;
}

/**
 * The judgement that a trail's deliveries fail, or will fail, because of one destination. The cause is the destination,
 * so that all trails that deliver there share one incident. It is `medium` where other trails that count
 * record the same.
 */
export function undeliverable(
  look: SeenLook,
  rule: Rule,
  trailSight: TrailSight,
  { resource, sight, evidence }: Broken,
): Judgement {
  const subject = trailSight.trail.arn;
  return {
    verdict: 'stands',
    subject,
    severity: isCoveredElsewhere(look, rule.id, trailSight) ? 'medium' : 'high',
    weakening: false,
    cause: causeKey('undeliverable', resource),
    since: sight ? harmedSince(look, rule, subject, sight) : look.at,
    evidence: { ...evidenceOf(trailSight), resource, ...evidence },
  };
}

type JudgeOne = (sight: TrailSight) => Judgement | 'cannot-tell' | 'healthy';

/**
 * Judges each trail whose home is the place of the look by its destinations. `judge` returns `cannot-tell` for a
 * destination that was not inspected or not readable, which neither opens nor resolves a finding.
 */
export function judgeEach(look: SeenLook, judge: JudgeOne): readonly Judgement[] {
  return judged(
    look.sights.filter(({ trail }) => isAtHome(look, trail)),
    judge,
  );
}

/** Judges each organization trail of another account, in its home Region, by what concerns the account of the look. */
export function judgeAsMember(look: SeenLook, judge: JudgeOne): readonly Judgement[] {
  return judged(
    look.sights.filter(({ trail }) => isSeenByMember(look, trail)),
    judge,
  );
}

function judged(sights: readonly TrailSight[], judge: JudgeOne): readonly Judgement[] {
  return sights.map((sight) => {
    const judgement = judge(sight);
    return typeof judgement === 'string' ? { verdict: judgement, subject: sight.trail.arn } : judgement;
  });
}

/** The command that shows the policy of the key that the finding is about. */
export function showKeyPolicy({ evidence: { resource } }: Finding): string | undefined {
  const region = parseArn(resource)?.region;
  if (region === undefined || resource === undefined) return undefined;
  const named = { 'key-id': resource, region, 'policy-name': 'default' };
  return withFlags(awsCommand('kms get-key-policy', named), '--query Policy --output text');
}
