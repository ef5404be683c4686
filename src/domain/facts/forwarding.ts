import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { same } from '#domain/values/same.ts';
import type { Sight } from './observation.ts';
import type { NamedPattern } from './patterns.ts';

/** A rule on a default bus, as EventBridge shows it; `pattern` is the parsed JSON of its event pattern. */
export interface DeployedRule {
  readonly name: string;
  readonly enabled: boolean;
  readonly pattern: unknown;
}

/** How a rule sends to the central bus. */
export interface DeployedTarget {
  readonly rule: string;
  /** Under the role that may. */
  readonly role: boolean;
  /** What cannot be delivered goes to our dead-letter queue there. */
  readonly deadLetters: boolean;
}

/** What one Region of an account showed of the part that carries its events on. */
export interface ForwardingSight {
  readonly region: Region;
  /** Every rule of ours that is there. */
  readonly rules: Sight<readonly DeployedRule[]>;
  /** The names of the rules that send to the central bus. */
  readonly sending: Sight<readonly string[]>;
  /** How those of them send that were looked at closely. */
  readonly targets: Sight<readonly DeployedTarget[]>;
  /** How many messages lie in the dead-letter queue; `no-queue` when there is none. */
  readonly deadLetters: Sight<number | 'no-queue'>;
}

/** What is not as it was deployed, in one Region; `what` names the rule, the number of messages or the refusal. */
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

/** A gap with the first look in a row that showed it. */
export interface DatedGap extends ForwardingGap {
  readonly since: Instant;
}

/** Gaps through which events are lost, some or all. */
const losing: ReadonlySet<ForwardingGap['kind']> = new Set([
  'no-rules',
  'missing',
  'disabled',
  'changed',
  'sends-elsewhere',
  'wrong-role',
]);

/** Whether events are lost through a gap. */
export function losesEvents({ kind }: ForwardingGap): boolean {
  return losing.has(kind);
}

const ofTargets: ReadonlySet<ForwardingGap['kind']> = new Set(['wrong-role', 'no-dead-letters']);
const aDay = 24 * 3600 * 1000;

/**
 * The rules whose targets are looked at closely in a Region: one a day, every other time the first of `expected`, else
 * the others in turn. Every account and Region has a turn of its own, so what was changed in many of them shows at once.
 * A rule that was found wanting `before` is looked at until it is not.
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

/** What is not as `expected` (rules by their deployed names) in one Region. */
export function gapsOf(expected: readonly NamedPattern[], sight: ForwardingSight): readonly ForwardingGap[] {
  const rules = rulesGaps(expected, sight);
  // Where nothing was deployed there is no queue either, which need not be said.
  return rules.some(({ kind }) => kind === 'no-rules')
    ? rules
    : [...rules, ...targetGaps(sight), ...queueGaps(sight)];
}

// The number of messages grows and is still the same gap.
const keyOf = ({ region, kind, what }: ForwardingGap): string =>
  [region, kind, kind === 'dead-letters' ? '' : (what ?? '')].join(' ');

/** The gaps of a look with the first look in a row that showed each. */
export function datedGaps(
  before: readonly DatedGap[],
  gaps: readonly ForwardingGap[],
  at: Instant,
): readonly DatedGap[] {
  const known = new Map(before.map((gap) => [keyOf(gap), gap.since]));
  return gaps.map((gap) => ({ ...gap, since: known.get(keyOf(gap)) ?? at }));
}
