import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { ExpectedRule, KnownTemplates, MemberTemplate } from './member-template.ts';
import { rulesIn } from './member-template.ts';
import type { Sight } from './observation.ts';

/** A rule on a default bus, as EventBridge returns it, with the digest of its event pattern. */
export interface DeployedRule {
  readonly name: string;
  readonly enabled: boolean;
  readonly digest: string;
}

/** The settings of a rule's target on the central bus. */
export interface DeployedTarget {
  readonly rule: string;
  /** It uses the role that is permitted to put events on the central bus. */
  readonly role: boolean;
  /** Undeliverable events go to Trailwarden's dead-letter queue in that Region. */
  readonly deadLetters: boolean;
}

/** The forwarding rules of one Region of an account, as they were read. */
export interface ForwardingSight {
  readonly region: Region;
  /** The deployed rules of Trailwarden. */
  readonly rules: Sight<readonly DeployedRule[]>;
  /** The names of the rules that have the central bus as a target. */
  readonly sending: Sight<readonly string[]>;
  /** The targets of the rules that `lookedAtClosely` selected. */
  readonly targets: Sight<readonly DeployedTarget[]>;
  /** The number of messages in the dead-letter queue; `no-queue` when it does not exist; undefined: it was not read. */
  readonly deadLetters: Sight<number | 'no-queue'> | undefined;
}

/** A deviation from the deployment in one Region; `what` is the rule, number of messages or refused operation. */
export interface ForwardingGap {
  readonly region: Region;
  readonly kind:
    /** Nothing was ever deployed there. */
    | 'no-rules'
    /** Everything that was deployed there is gone. */
    | 'removed'
    | 'missing'
    | 'disabled'
    | 'changed'
    | 'sends-elsewhere'
    | 'wrong-role'
    | 'role-changed'
    /** Reads are refused where they were permitted before. */
    | 'refused'
    /** The rules are those of an earlier version. */
    | 'outdated'
    /** No heartbeat has come for three intervals; `what` is the time of the last one. */
    | 'silent'
    | 'no-dead-letters'
    | 'no-queue'
    | 'dead-letters'
    | 'unreadable';
  readonly what?: string | undefined;
}

/** A gap and the time of the first of the consecutive looks that found it. */
export interface DatedGap extends ForwardingGap {
  readonly since: Instant;
}

type Kind = ForwardingGap['kind'];

/** Deviations that no deployment makes: some part was taken away or altered. */
const wrong: ReadonlySet<Kind> = new Set([
  'removed',
  'missing',
  'disabled',
  'changed',
  'sends-elsewhere',
  'wrong-role',
  'role-changed',
  'refused',
]);

/** Whether a part that was deployed was taken away or altered. */
export function isWrong({ kind }: ForwardingGap): boolean {
  return wrong.has(kind);
}

/** Whether some or all events are lost through a gap, or nothing shows that they are not. */
export function losesEvents({ kind }: ForwardingGap): boolean {
  return wrong.has(kind) || kind === 'no-rules' || kind === 'silent';
}

const ofTargets: ReadonlySet<Kind> = new Set(['wrong-role', 'no-dead-letters']);
const ofQueues: ReadonlySet<Kind> = new Set(['no-queue', 'dead-letters']);
const anHour = 3600 * 1000;

/**
 * The rules whose targets are read in a Region at one look: always the first of `rules`, which carries the calls on
 * trails, and each of the others in turn, another one every hour. The turn is offset by account and Region, so that a
 * change made in many of them is found by the first look. Rules with a target gap in `before` are read until it is closed.
 */
export function lookedAtClosely(
  rules: readonly ExpectedRule[],
  before: readonly ForwardingGap[],
  place: { readonly account: AccountId; readonly region: Region; readonly at: Instant },
): readonly string[] {
  const { account, region, at } = place;
  const [first, ...others] = rules.map(({ name }) => name);
  const own = Array.from(`${account}${region}`).reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const next = others[(Math.floor(at / anHour) + own) % others.length];
  const wanting = before.filter((gap) => gap.region === region && ofTargets.has(gap.kind));
  const names = [first, next, ...wanting.map(({ what }) => what)];
  return [...new Set(names)].filter((name) => name !== undefined);
}

function targetGaps({ region, targets }: ForwardingSight, unread: Kind): ForwardingGap[] {
  if (targets.kind === 'unreadable') return [{ region, kind: unread, what: targets.why.operation }];
  return targets.value.flatMap(({ rule, role, deadLetters }): ForwardingGap[] => [
    ...(role ? [] : [{ region, kind: 'wrong-role', what: rule } as const]),
    ...(deadLetters ? [] : [{ region, kind: 'no-dead-letters', what: rule } as const]),
  ]);
}

function queueGaps({ region, deadLetters }: ForwardingSight): ForwardingGap[] {
  if (deadLetters === undefined) return [];
  if (deadLetters.kind === 'unreadable')
    return [{ region, kind: 'unreadable', what: deadLetters.why.operation }];
  if (deadLetters.value === 'no-queue') return [{ region, kind: 'no-queue' }];
  return deadLetters.value > 0 ? [{ region, kind: 'dead-letters', what: String(deadLetters.value) }] : [];
}

/** What is there, by name, and which of it sends to the central bus. */
interface Found {
  readonly there: ReadonlyMap<string, DeployedRule>;
  readonly sends: (name: string) => boolean;
}

function ruleGaps(region: Region, rules: readonly ExpectedRule[], { there, sends }: Found): ForwardingGap[] {
  return rules.flatMap(({ name, digest }): ForwardingGap[] => {
    const rule = there.get(name);
    if (!rule) return [{ region, kind: 'missing', what: name }];
    return [
      ...(rule.enabled ? [] : [{ region, kind: 'disabled', what: name } as const]),
      ...(rule.digest === digest ? [] : [{ region, kind: 'changed', what: name } as const]),
      ...(sends(name) ? [] : [{ region, kind: 'sends-elsewhere', what: name } as const]),
    ];
  });
}

/**
 * Whether the rules are those of `older`, or are on the way from it to `current`: CloudFormation changes one rule after
 * the other, and puts the target of a new rule after the rule.
 */
function isOnTheWay(older: readonly ExpectedRule[], current: readonly ExpectedRule[], found: Found): boolean {
  const [before, after] = [older, current].map((rules) => new Map(rules.map((rule) => [rule.name, rule])));
  return [...new Set([...older, ...current].map(({ name }) => name))].every((name) => {
    const [was, is, rule] = [before?.get(name), after?.get(name), found.there.get(name)];
    if (!rule) return was === undefined || is === undefined;
    if (!rule.enabled || (was !== undefined && !found.sends(name))) return false;
    return rule.digest === was?.digest || rule.digest === is?.digest;
  });
}

/**
 * The deviations of one Region from the template of the running version. `last` is the id of the template that was last
 * found whole there, undefined if none ever was. Rules of an earlier version are `outdated`, unless the present ones
 * were there already.
 */
export function gapsOf(
  { current, older }: KnownTemplates,
  sight: ForwardingSight,
  last: MemberTemplate['id'] | undefined,
): readonly ForwardingGap[] {
  const { region, rules, sending } = sight;
  const unread = last === undefined ? 'unreadable' : 'refused';
  if (rules.kind === 'unreadable') return [{ region, kind: unread, what: rules.why.operation }];
  const expected = rulesIn(current, region);
  const earlier = older.map((template) => rulesIn(template, region));
  const ours = new Set([expected, ...earlier].flat().map(({ name }) => name));
  const there = new Map(rules.value.map((rule) => [rule.name, rule]));
  const found: Found = {
    there,
    sends: (name) => sending.kind === 'unreadable' || sending.value.includes(name),
  };
  // Without any rule nothing is deployed there: the missing queue is not a gap of its own.
  if (expected.length > 0 && ![...ours].some((name) => there.has(name)))
    return [{ region, kind: last === undefined ? 'no-rules' : 'removed' }];
  const differing = ruleGaps(region, expected, found);
  const outdated =
    differing.length > 0 &&
    last !== current.id &&
    earlier.some((template) => isOnTheWay(template, expected, found));
  const unlisted: ForwardingGap[] =
    sending.kind === 'unreadable' ? [{ region, kind: unread, what: sending.why.operation }] : [];
  return [
    ...(outdated ? [{ region, kind: 'outdated' } as const] : differing),
    ...unlisted,
    ...targetGaps(sight, unread),
    ...queueGaps(sight),
  ];
}

/** Whether the rules of a Region were found whole: no gap there but those of queues and heartbeats. */
export function isWhole(region: Region, gaps: readonly ForwardingGap[]): boolean {
  return gaps.every((gap) => gap.region !== region || ofQueues.has(gap.kind) || gap.kind === 'silent');
}

/** The gaps of dead-letter queues in `before`, for a look that did not read them. */
export function queueGapsIn(before: readonly DatedGap[]): readonly DatedGap[] {
  return before.filter(({ kind }) => ofQueues.has(kind));
}

// A changed number of messages in the queue, or another last heartbeat, is still the same gap.
const counted: ReadonlySet<Kind> = new Set(['dead-letters', 'silent']);
const keyOf = ({ region, kind, what }: ForwardingGap): string =>
  [region, kind, counted.has(kind) ? '' : (what ?? '')].join(' ');

/** `gaps`, found at `at`, with the times kept of those that the previous look found too. */
export function datedGaps(
  before: readonly DatedGap[],
  gaps: readonly ForwardingGap[],
  at: Instant,
): readonly DatedGap[] {
  const known = new Map(before.map((gap) => [keyOf(gap), gap.since]));
  return gaps.map((gap) => ({ ...gap, since: known.get(keyOf(gap)) ?? at }));
}
