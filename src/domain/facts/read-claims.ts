import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import { parseTrailArn, printTrailArn } from '#domain/values/trail-arn.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { partitionOf } from '#domain/values/partition.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { Claim } from './claim.ts';
import type { Memory, Observation } from './observation.ts';
import { dependencyName } from './trail-dependencies.ts';
import type { Trigger } from './trigger.ts';

function visibleTrails(observation: Observation, memory: Memory | undefined): TrailArn[] {
  const seen =
    observation.trails.kind === 'seen' ? observation.trails.value.map(({ trail }) => trail.arn) : [];
  return [...seen, ...(memory?.trails ?? []).map(({ trail }) => trail.arn)];
}

/**
 * The ARN of the trail that a trigger names. A bare name means the trail of that name whose home is the Region of the
 * call; it is searched for among the visible and the remembered trails, else built from the call's account and Region.
 */
function trailOf(
  trigger: Trigger,
  observation: Observation,
  memory: Memory | undefined,
): TrailArn | undefined {
  const { trail } = trigger;
  if (trail === undefined || trail.kind === 'arn') return trail?.arn;
  const named = visibleTrails(observation, memory).filter((arn) => parseTrailArn(arn)?.name === trail.name);
  const atHome = named.find((arn) => parseTrailArn(arn)?.homeRegion === trigger.region);
  const owner: AccountId | undefined = parseAccountId(trigger.accountId);
  const homeRegion: Region | undefined = parseRegion(trigger.region);
  if (atHome || !owner || !homeRegion) return atHome;
  return printTrailArn({ partition: partitionOf(homeRegion), owner, homeRegion, name: trail.name });
}

/** A call on a key store names none of the keys that it changes. */
function aboutOf({ dependsOn }: Trigger): string | undefined {
  return !dependsOn || dependsOn.kind === 'key-store' ? undefined : dependencyName(dependsOn).id;
}

/** What the successful triggers claim, with bare trail names resolved; `at` stands in for a missing event time. */
export function readClaims(
  triggers: readonly Trigger[],
  observation: Observation,
  memory: Memory | undefined,
): readonly Claim[] {
  const at: Instant = observation.at;
  return triggers
    .filter(({ outcome }) => outcome.kind === 'succeeded')
    .map((trigger) => ({
      eventId: trigger.eventId,
      eventName: trigger.eventName,
      at: trigger.at ?? at,
      effect: trigger.effect,
      trail: trailOf(trigger, observation, memory),
      requested: trigger.requested,
      parametersMissing: trigger.parametersMissing,
      callerAccount: trigger.actor.accountId,
      callerRole: trigger.actor.roleArn,
      about: aboutOf(trigger),
    }))
    .sort((left, right) => left.at - right.at);
}
