import type { Claim } from '#domain/facts/claim.ts';
import type { EventSelectors } from '#domain/facts/event-selectors.ts';
import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { Memory, Observation, RememberedTrail, TrailSight } from '#domain/facts/observation.ts';
import { readClaims } from '#domain/facts/read-claims.ts';
import type { Trail, TrailStatus } from '#domain/facts/trail.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { coverageOf } from '#domain/findings/coverage.ts';
import type { Judgement, Look, Rule } from '#domain/findings/rule.ts';
import { account, arn, at, region, trigger } from './incidents.ts';

export const prod = account('111122223333');
export const home = region('eu-west-1');
export const noon = at('12:00:00');
export const denied = {
  kind: 'unreadable',
  why: { operation: 'cloudtrail:GetTrailStatus', code: 'AccessDenied', message: 'not authorized' },
} as const;

export const trailArn = (name: string) => arn(`arn:aws:cloudtrail:eu-west-1:111122223333:trail/${name}`);

/** A multi-Region trail of the account, whose home is eu-west-1, delivering to a bucket and a log group. */
export function trail(name: string, changes: Partial<Trail> = {}): Trail {
  return {
    arn: trailArn(name),
    name,
    owner: prod,
    homeRegion: home,
    multiRegion: true,
    organization: false,
    globalServiceEvents: true,
    logFileValidation: true,
    customSelectors: false,
    bucket: 'the-bucket',
    kmsKey: 'arn:aws:kms:eu-west-1:111122223333:key/k-1',
    logGroup: 'arn:aws:logs:eu-west-1:111122223333:log-group:the-group:*',
    ...changes,
  };
}

/** A trail that has logged since the morning and delivered a few minutes ago. */
export function logging(
  name: string,
  changes: Partial<TrailStatus> = {},
  of: Partial<Trail> = {},
): TrailSight {
  const value = { logging: true, startedAt: at('08:00:00'), deliveredAt: at('11:55:00'), ...changes };
  return { trail: trail(name, of), status: { kind: 'seen', value }, secondHand: false };
}

/** An organization trail of another account, which logs here: one that a caller in this account cannot arrange. */
export function independent(name: string, changes: Partial<TrailStatus> = {}): TrailSight {
  const owner = account('999999999999');
  const elsewhere = arn(`arn:aws:cloudtrail:eu-west-1:${owner}:trail/${name}`);
  return logging(name, changes, { arn: elsewhere, owner, organization: true, bucket: 'organization-logs' });
}

export function stopped(name: string, stoppedAt = at('11:59:58'), of: Partial<Trail> = {}): TrailSight {
  return logging(name, { logging: false, stoppedAt }, of);
}

/** Created, and never started. */
export function created(name: string): TrailSight {
  return { trail: trail(name), status: { kind: 'seen', value: { logging: false } }, secondHand: false };
}

export function hidden(name: string, of: Partial<Trail> = {}): TrailSight {
  return { trail: trail(name, of), status: denied, secondHand: false };
}

export function recording(sight: TrailSight, selectors: EventSelectors): TrailSight {
  return { ...sight, selectors: { kind: 'seen', value: selectors } };
}

/** The same trail when all of it was seen at `seenAt`. */
export function remembered(
  sight: TrailSight,
  seenAt = at('11:50:00'),
  goneAt?: Memory['at'],
): RememberedTrail {
  const status = sight.status.kind === 'seen' ? sight.status.value : undefined;
  return { trail: sight.trail, status, seenAt, goneAt };
}

export function memory(...trails: RememberedTrail[]): Memory {
  return { account: prod, region: home, at: at('11:50:00'), trails };
}

export function observation(sights: readonly TrailSight[] | 'unreadable', when = noon): Observation {
  const trails = sights === 'unreadable' ? denied : { kind: 'seen' as const, value: sights };
  return { account: prod, region: home, at: when, trails, channels: undefined };
}

const effects: Readonly<Record<string, Trigger['effect']>> = {
  StartLogging: 'repair',
  CreateTrail: 'repair',
};

/** A successful call on the trail `name`; other calls through `changes`. */
export function call(eventName: string, when = noon, name?: string, changes: Partial<Trigger> = {}): Trigger {
  const eventId = `${eventName}-${when}`;
  return trigger({
    eventId,
    sameAs: eventId,
    eventName,
    at: when,
    effect: effects[eventName] ?? 'harm',
    trail: name === undefined ? undefined : { kind: 'arn', arn: trailArn(name) },
    ...changes,
  });
}

/** The same call, refused by AWS. */
export function failed(of: Trigger): Trigger {
  return { ...of, outcome: { kind: 'failed', code: 'AccessDenied', message: 'not authorized' } };
}

export interface Seen {
  readonly sights: readonly TrailSight[] | 'unreadable';
  readonly before?: Memory | undefined;
  readonly calls?: readonly Trigger[] | undefined;
  readonly when?: Look['at'] | undefined;
  readonly known?: Look['known'] | undefined;
  readonly expected?: Look['expected'];
  readonly trustedAccess?: Look['trustedAccess'];
  readonly organization?: Look['organization'];
  readonly forwarding?: Look['forwarding'];
  readonly refusedSince?: Look['refusedSince'];
  readonly lake?: Look['lake'];
  readonly ownParts?: Look['ownParts'];
  readonly channels?: Look['channels'];
  readonly destinations?: readonly LogDestinationSight[] | undefined;
}

const unread = {
  expected: undefined,
  trustedAccess: undefined,
  organization: undefined,
  forwarding: undefined,
  lake: undefined,
  ownParts: false,
  refusedSince: undefined,
};

/** One look, as the evaluator puts it before the judge. */
export function look({ sights, before, calls = [], when = noon, destinations = [], ...rest }: Seen): Look {
  const seen = observation(sights, when);
  const found = new Map(destinations.map((one) => [logDestinationKey(one), one]));
  const claims = claimsOf(calls, seen, before);
  return {
    ...unread,
    ...seen,
    memory: before,
    claims,
    ...rest,
    known: rest.known ?? new Map(),
    destinations: found,
  };
}

function claimsOf(
  calls: readonly Trigger[],
  seen: Observation,
  before: Memory | undefined,
): readonly Claim[] {
  return readClaims(calls, seen, before);
}

/** What one rule alone says about a look whose trails could be listed. */
export function judgements(rule: Rule, seen: Seen): readonly Judgement[] {
  const sights = seen.sights === 'unreadable' ? [] : seen.sights;
  return rule.judge({ ...look(seen), sights, coverage: coverageOf(sights) }, rule);
}

/** What one rule alone says about one subject; undefined when it does not mention it. */
export function verdict(rule: Rule, seen: Seen, subject: Judgement['subject']): Judgement | undefined {
  return judgements(rule, seen).find((judgement) => judgement.subject === subject);
}

/** The moment `seconds` after noon. */
export const after = (seconds: number): Look['at'] => (noon + seconds * 1000) as Look['at'];
