import type { DeliveryErrors, MemberView } from './world.ts';

/** A call as fault predicates see it. */
export interface CallSummary {
  readonly accountId: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
}

/** Why an account cannot be read: its role is gone, has no permissions, or an organization policy forbids all. */
export type UnreadableReason = 'no-role' | 'denied' | 'scp';

/** What can go wrong at AWS, to be switched on and off while the world runs. */
export interface Faults {
  /** Calls that match are throttled; without an argument none are. */
  throttle(match?: (call: CallSummary) => boolean): void;
  /** AWS's real limits of CloudTrail per account and Region: 10 reads and 1 write a second of the world's clock. */
  rateLimit(isOn: boolean): void;
  /** CloudTrail reads show what was true this many milliseconds ago. */
  consistencyDelay(milliseconds: number): void;
  /** The account's read role stops working for `reason`; without one it works again. */
  unreadable(accountId: string, reason?: UnreadableReason): void;
  /** Calls in this account and Region are refused: forbidden by an SCP, or the Region is not enabled. */
  denyRegion(accountId: string, region: string, reason?: 'scp' | 'disabled'): void;
  /** Events get lost; calls still work. */
  cutEvents(isOn: boolean): void;
  /** Organizations answers empty pages with a NextToken in between. */
  emptyPages(isOn: boolean): void;
  /** What members are told about organization trails. */
  memberView(view: MemberView): void;
  /** So many messages lie in the dead-letter queue of the rules in this account and Region. */
  deadLetters(accountId: string, region: string, messages: number): void;
  /** Delivery errors of a trail from its next attempt on; `{}` ends them. */
  deliveryErrors(trailArn: string, errors: DeliveryErrors): void;
}

/** The switches that are on at the moment. */
export interface FaultState {
  throttled: ((call: CallSummary) => boolean) | undefined;
  isRateLimited: boolean;
  delay: number;
  readonly unreadable: Map<string, UnreadableReason>;
  readonly deniedRegions: Map<string, 'scp' | 'disabled'>;
  isCut: boolean;
  hasEmptyPages: boolean;
}

/** No faults. */
export function noFaults(): FaultState {
  return {
    throttled: undefined,
    isRateLimited: false,
    delay: 0,
    unreadable: new Map(),
    deniedRegions: new Map(),
    isCut: false,
    hasEmptyPages: false,
  };
}

/** The switches over `state`; what belongs to trails and the organization is handed on. */
export function faultSwitches(
  state: FaultState,
  others: Pick<Faults, 'memberView' | 'deadLetters' | 'deliveryErrors'>,
): Faults {
  const set = <Value>(map: Map<string, Value>, key: string, value: Value | undefined): unknown =>
    value === undefined ? map.delete(key) : map.set(key, value);
  return {
    ...others,
    throttle: (match) => (state.throttled = match),
    rateLimit: (isOn) => (state.isRateLimited = isOn),
    consistencyDelay: (milliseconds) => (state.delay = milliseconds),
    unreadable: (accountId, reason) => set(state.unreadable, accountId, reason),
    denyRegion: (accountId, region, reason) => set(state.deniedRegions, `${accountId}/${region}`, reason),
    cutEvents: (isOn) => (state.isCut = isOn),
    emptyPages: (isOn) => (state.hasEmptyPages = isOn),
  };
}
