import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { same } from '#domain/values/same.ts';
import type { Sight } from './observation.ts';
import type { NamedPattern } from './patterns.ts';

/** A rule on a default bus, as EventBridge returns it; `pattern` is the parsed JSON of its event pattern. */
export interface DeployedRule {
  readonly name: string;
  readonly enabled: boolean;
  readonly pattern: unknown;
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
  /** The number of messages in the dead-letter queue; `no-queue` when the queue does not exist. */
  readonly deadLetters: Sight<number | 'no-queue'>;
}

/** A deviation from the deployment in one Region; `what` is the rule, number of messages or refused operation. */
export interface ForwardingGap {
  readonly region: Region;
  readonly kind:
    | 'no-rules'
    | 'missing'
    | 'disabled'
    | 'changed'
    | 'sends-elsewhere'
    | 'wrong-role'
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

/** The kinds of gap through which some or all events are lost. */
const losing: ReadonlySet<ForwardingGap['kind']> = new Set([
  'no-rules',
  'missing',
  'disabled',
  'changed',
  'sends-elsewhere',
  'wrong-role',
]);

/** Whether some or all events are lost through a gap. */
export function losesEvents({ kind }: ForwardingGap): boolean {
  return losing.has(kind);
}

const ofTargets: ReadonlySet<ForwardingGap['kind']> = new Set(['wrong-role', 'no-dead-letters']);
const aDay = 24 * 3600 * 1000;

/**
 * The rules whose targets are read in a Region: one a day, which is the first of `expected` every second day and each
 * of the others in turn on the days between. The turn is offset by account and Region, so that a change made in many of
 * them is found on the first day. Rules with a target gap in `before` are read every day until the gap is closed.
 */
export function lookedAtClosely(
  expected: readonly NamedPattern[],
  before: readonly ForwardingGap[],
  place: { readonly account: AccountId; readonly region: Region; readonly at: Instant },
): readonly string[] {
  const { account, region, at } = place;
  const here = expected.filter(({ onlyIn }) => onlyIn === undefined || onlyIn === region);
  const [first, ...others] = here.map(({ name }) => name);
  const own = Array.from(`${account}${region}`).reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const turn = Math.floor(at / aDay) + own;
  const next = turn % 2 === 0 ? first : others[Math.floor(turn / 2) % others.length];
  const wanting = before.filter((gap) => gap.region === region && ofTargets.has(gap.kind));
  return [...new Set([next, ...wanting.map(({ what }) => what)])].filter((name) => name !== undefined);
}

function targetGaps({ region, targets }: ForwardingSight): ForwardingGap[] {
  if (targets.kind === 'unreadable') return [{ region, kind: 'unreadable', what: targets.why.operation }];
  return targets.value.flatMap(({ rule, role, deadLetters }): ForwardingGap[] => [
    ...(role ? [] : [{ region, kind: 'wrong-role', what: rule } as const]),
    ...(deadLetters ? [] : [{ region, kind: 'no-dead-letters', what: rule } as const]),
  ]);
}

function rulesGaps(expected: readonly NamedPattern[], sight: ForwardingSight): ForwardingGap[] {
  const { region, rules, sending } = sight;
  if (rules.kind === 'unreadable') return [{ region, kind: 'unreadable', what: rules.why.operation }];
  const there = new Map(rules.value.map((rule) => [rule.name, rule]));
  const here = expected.filter(({ onlyIn }) => onlyIn === undefined || onlyIn === region);
  if (here.length > 0 && !here.some(({ name }) => there.has(name))) return [{ region, kind: 'no-rules' }];
  const gaps = here.flatMap(({ name, pattern }): ForwardingGap[] => {
    const rule = there.get(name);
    if (!rule) return [{ region, kind: 'missing', what: name }];
    return [
      ...(rule.enabled ? [] : [{ region, kind: 'disabled', what: name } as const]),
      ...(same(rule.pattern, pattern) ? [] : [{ region, kind: 'changed', what: name } as const]),
      ...(sending.kind === 'unreadable' || sending.value.includes(name)
        ? []
        : [{ region, kind: 'sends-elsewhere', what: name } as const]),
    ];
  });
  const unread: ForwardingGap[] =
    sending.kind === 'unreadable' ? [{ region, kind: 'unreadable', what: sending.why.operation }] : [];
  return [...gaps, ...unread];
}

function queueGaps({ region, deadLetters }: ForwardingSight): ForwardingGap[] {
  if (deadLetters.kind === 'unreadable')
    return [{ region, kind: 'unreadable', what: deadLetters.why.operation }];
  if (deadLetters.value === 'no-queue') return [{ region, kind: 'no-queue' }];
  return deadLetters.value > 0 ? [{ region, kind: 'dead-letters', what: String(deadLetters.value) }] : [];
}

/** The deviations of one Region from `expected`, whose names are the deployed ones. */
export function gapsOf(expected: readonly NamedPattern[], sight: ForwardingSight): readonly ForwardingGap[] {
  const rules = rulesGaps(expected, sight);
  // Without any rule nothing was deployed there: the missing queue is not a gap of its own.
  return rules.some(({ kind }) => kind === 'no-rules')
    ? rules
    : [...rules, ...targetGaps(sight), ...queueGaps(sight)];
}

// A changed number of messages in the queue is still the same gap.
const keyOf = ({ region, kind, what }: ForwardingGap): string =>
  [region, kind, kind === 'dead-letters' ? '' : (what ?? '')].join(' ');

/** `gaps`, found at `at`, with the times kept of those that the previous look found too. */
export function datedGaps(
  before: readonly DatedGap[],
  gaps: readonly ForwardingGap[],
  at: Instant,
): readonly DatedGap[] {
  const known = new Map(before.map((gap) => [keyOf(gap), gap.since]));
  return gaps.map((gap) => ({ ...gap, since: known.get(keyOf(gap)) ?? at }));
}
