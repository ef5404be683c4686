import type { Actor } from '#domain/facts/actor.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { causeKey, type Evidence } from '#domain/findings/finding.ts';
import { parseIncidentId, type IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { parseAccountId, type AccountId } from '#domain/values/account-id.ts';
import { parseInstant, type Instant } from '#domain/values/instant.ts';
import { parseRegion, type Region } from '#domain/values/region.ts';
import { asTrailArn, type TrailArn } from '#domain/values/trail-arn.ts';

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('not a value of this kind');
  return value;
}

export const account = (text: string): AccountId => must(parseAccountId(text));
export const region = (text: string): Region => must(parseRegion(text));
export const arn = (text: string): TrailArn => must(asTrailArn(text));
export const incidentId = (text: string): IncidentId => must(parseIncidentId(text));
/** A time of day on 21 November 2026. */
export const at = (clock: string): Instant => must(parseInstant(`2026-11-21T${clock}Z`));

export const prod = account('111122223333');
export const trailArn = arn('arn:aws:cloudtrail:eu-west-1:111122223333:trail/org-main');
export const names = new Map([[prod, 'prod']]);
export const now = at('12:10:00');

/** The Regions that are enabled in every account by default (17). */
export const regions = [
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1',
  'eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2',
].flatMap((line) => line.split(' ').map(region));

export const evidence: Evidence = {
  trailName: 'org-main',
  homeRegion: region('eu-west-1'),
  multiRegion: true,
  organization: false,
  recorded: 'All',
  coveredBy: [],
};

/** A stopped trail that was found at 12:00:10, two seconds after the stop. */
export function finding(changes: Partial<TrackedFinding> = {}): TrackedFinding {
  return {
    rule: 'logging-stopped',
    subject: trailArn,
    harm: 'not-recording',
    severity: 'critical',
    weakening: false,
    cause: causeKey('not-recording', trailArn),
    since: at('12:00:08'),
    evidence,
    state: 'open',
    incident: incidentId('i-1'),
    openedAt: at('12:00:10'),
    seenAt: at('12:00:10'),
    peak: 'critical',
    harmful: true,
    causedBy: 'e-1',
    ...changes,
  };
}

export const healed = {
  state: 'resolved',
  until: at('12:07:49'),
  resolvedAt: at('12:07:51'),
} as const satisfies Partial<TrackedFinding>;

export const bornHealed = {
  ...healed,
  rule: 'logging-interrupted',
  until: at('12:00:12'),
  openedAt: at('12:00:14'),
  resolvedAt: at('12:00:14'),
  severity: 'high',
  peak: 'high',
} as const satisfies Partial<TrackedFinding>;

export const alice: Actor = {
  kind: 'identity-center',
  person: 'alice@example.com',
  role: 'AWSReservedSSO_AdministratorAccess_0123456789abcdef',
  accountId: prod,
  mfa: false,
  sourceIp: '203.0.113.7',
  tool: 'AWS CLI',
};

export function trigger(changes: Partial<Trigger> = {}): Trigger {
  return {
    eventId: 'e-1',
    sameAs: 'e-1',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    at: at('12:00:08'),
    accountId: prod,
    region: 'eu-west-1',
    actor: alice,
    outcome: { kind: 'succeeded' },
    effect: 'harm',
    parametersMissing: false,
    ...changes,
  };
}

export function member(changes: Partial<TrackedFinding> = {}, where: Partial<Member> = {}): Member {
  return { account: prod, region: region('eu-west-1'), finding: finding(changes), ...where };
}

/** The same finding in all 17 Regions. */
export function everywhere(changes: Partial<TrackedFinding> = {}, where: Partial<Member> = {}): Member[] {
  return regions.map((one) => member(changes, { region: one, ...where }));
}

export function view(members: readonly Member[], triggers: readonly Trigger[] = [trigger()]): IncidentView {
  return {
    incident: { id: incidentId('i-1'), cause: causeKey('not-recording', trailArn), openedAt: at('12:00:10') },
    members,
    events: new Map(triggers.map((one) => [one.eventId, one])),
  };
}
