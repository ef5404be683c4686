import type { Instant } from '#domain/values/instant.ts';

/** A rule of the centre as the running version deploys it; its name in AWS is CloudFormation's. */
export interface ExpectedCentralRule {
  readonly name: string;
  readonly bus: string;
  /** The digest of its event pattern. */
  readonly digest: string;
  /** The ARN of the queue that it sends to. */
  readonly queue: string;
}

/** A rule on a bus of the central account, as EventBridge returns it. */
export interface CentralRuleSight {
  readonly name: string;
  readonly bus: string;
  readonly digest: string;
  readonly enabled: boolean;
  /** The ARNs of those of Trailwarden's queues that it sends to. */
  readonly queues: readonly string[];
}

/** A rule of the centre that is not as it was deployed, and the time of the first of the looks that found it so. */
export interface CentralGap {
  /** The name of the rule in AWS, or without one the name that it has in the code. */
  readonly rule: string;
  readonly found: 'is gone or has another pattern' | 'is disabled' | 'does not send to its queue';
  readonly since: Instant;
  /** Whether an evaluation was asked to tell it. */
  readonly told: boolean;
}

type Found = Pick<CentralGap, 'rule' | 'found'>;

function gapOf(expected: ExpectedCentralRule, seen: readonly CentralRuleSight[]): Found | undefined {
  const alike = seen.filter(({ bus, digest }) => bus === expected.bus && digest === expected.digest);
  const sending = alike.filter(({ queues }) => queues.includes(expected.queue));
  if (sending.some(({ enabled }) => enabled)) return undefined;
  const [disabled] = sending;
  if (disabled) return { rule: disabled.name, found: 'is disabled' };
  const [idle] = alike;
  return idle
    ? { rule: idle.name, found: 'does not send to its queue' }
    : { rule: expected.name, found: 'is gone or has another pattern' };
}

const isSame = (one: Found, other: Found): boolean => one.rule === other.rule && one.found === other.found;

/** The deviations of the centre's rules from the running version; those in `before` keep their time. */
export function centralGaps(
  expected: readonly ExpectedCentralRule[],
  seen: readonly CentralRuleSight[],
  before: readonly CentralGap[],
  at: Instant,
): readonly CentralGap[] {
  return expected
    .flatMap((rule) => gapOf(rule, seen) ?? [])
    .map((gap) => before.find((one) => isSame(one, gap)) ?? { ...gap, since: at, told: false });
}
