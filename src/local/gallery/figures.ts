import type { Actor } from '#domain/facts/actor.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { causeKey, type Evidence } from '#domain/findings/finding.ts';
import { parseIncidentId, type IncidentId } from '#domain/issues/incident-id.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { parseAccountId, type AccountId } from '#domain/values/account-id.ts';
import { parseInstant, type Instant } from '#domain/values/instant.ts';
import { parseRegion, type Region } from '#domain/values/region.ts';
import { asTrailArn, type TrailArn } from '#domain/values/trail-arn.ts';

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the gallery names something that cannot be');
  return value;
}

/** Parsers for the gallery's values; each throws for an invalid text. */
export const account = (text: string): AccountId => must(parseAccountId(text));
export const region = (text: string): Region => must(parseRegion(text));
export const arn = (text: string): TrailArn => must(asTrailArn(text));
export const incidentId = (text: string): IncidentId => must(parseIncidentId(text));
/** A time of day on 21 November 2026, in UTC. */
export const at = (clock: string): Instant => must(parseInstant(`2026-11-21T${clock}Z`));

/** The Regions that every account has without asking for more. */
export const regions: readonly Region[] = [
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-north-1 eu-central-1 eu-west-1 eu-west-2',
  'eu-west-3 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 ap-northeast-3',
].flatMap((line) => line.split(' ').map(region));

export const home = region('eu-west-1');
export const prod = account('111122223333');
export const shop = account('222233334444');
export const prodTrail = arn(`arn:aws:cloudtrail:eu-west-1:${prod}:trail/main`);

/** The evidence of a stopped multi-Region trail without another trail that covers the account. */
export const evidence: Evidence = {
  trailName: 'main',
  homeRegion: home,
  multiRegion: true,
  organization: false,
  recorded: 'All',
  coveredBy: [],
};

/** A trail of `prod` that was stopped at 03:12:08 and seen two seconds later, with `changes`. */
export function finding(changes: Partial<TrackedFinding> = {}): TrackedFinding {
  const { harm = 'not-recording', subject = prodTrail, severity = 'critical' } = changes;
  return {
    rule: 'logging-stopped',
    subject,
    harm,
    severity,
    weakening: false,
    cause: causeKey(harm, subject),
    since: at('03:12:08'),
    evidence,
    state: 'open',
    incident: incidentId('unclaimed'),
    openedAt: at('03:12:10'),
    seenAt: at('03:12:10'),
    peak: severity,
    harmful: true,
    causedBy: 'e-1',
    ...changes,
  };
}

/** The changes of a resolved issue: over at 03:19:49, observed two seconds later. */
export const healed = {
  state: 'resolved',
  until: at('03:19:49'),
  resolvedAt: at('03:19:51'),
} as const satisfies Partial<TrackedFinding>;

/** A finding in some Regions of an account; default: in all Regions of `prod`. */
export function members(
  changes: Partial<TrackedFinding> = {},
  where: { readonly of?: AccountId; readonly in?: readonly Region[] } = {},
): Member[] {
  const { of: owner = prod, in: places = regions } = where;
  return places.map((one) => ({ account: owner, region: one, finding: finding(changes) }));
}

/** An actor who signed in through Identity Center and uses the AWS CLI. */
export const alice: Actor = {
  kind: 'identity-center',
  person: 'alice@example.com',
  accountId: prod,
  mfa: false,
  role: 'AWSReservedSSO_AdministratorAccess_0123456789abcdef',
  sourceIp: '203.0.113.7',
  tool: 'AWS CLI',
};

/** A call of `alice` that stopped the trail. */
export function call(changes: Partial<Trigger> = {}): Trigger {
  const { eventId = 'e-1' } = changes;
  return {
    eventId,
    sameAs: eventId,
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    at: at('03:12:08'),
    accountId: prod,
    region: home,
    actor: alice,
    effect: 'harm',
    outcome: { kind: 'succeeded' },
    parametersMissing: false,
    ...changes,
  };
}
