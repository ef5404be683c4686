import type { DeliveryErrors, MemberView } from './world.ts';

/** A call as passed to fault predicates. */
export interface CallSummary {
  readonly accountId: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
}

/** Why an account cannot be read: role deleted, role without permissions, or everything denied by an SCP. */
export type UnreadableReason = 'no-role' | 'denied' | 'scp';

/** Faults of AWS that can be switched on and off at run time. */
export interface Faults {
  /** Calls that match are throttled; without an argument none are. */
  throttle(match?: (call: CallSummary) => boolean): void;
  /** AWS's real limits of CloudTrail per account and Region: 10 reads and 1 write a second of the world's clock. */
  rateLimit(isOn: boolean): void;
  /** CloudTrail's reads answer from the state this many milliseconds ago. */
  consistencyDelay(milliseconds: number): void;
  /** Makes the account's read role fail for `reason`; without a reason it works again. */
  unreadable(accountId: string, reason?: UnreadableReason): void;
  /** Refuses calls in this account and Region: denied by an SCP, or the Region is not enabled. */
  denyRegion(accountId: string, region: string, reason?: 'scp' | 'disabled'): void;
  /** Drops events; calls still work. */
  cutEvents(isOn: boolean): void;
  /** Makes Organizations answer additional empty pages with a NextToken. */
  emptyPages(isOn: boolean): void;
  /** The answer to members that ask for the status of an organization trail. */
  memberView(view: MemberView): void;
  /** Sets the number of messages in the dead-letter queue of the rules in this account and Region. */
  deadLetters(accountId: string, region: string, messages: number): void;
  /** Delivery errors of a trail from its next attempt on; `{}` ends them. */
  deliveryErrors(trailArn: string, errors: DeliveryErrors): void;
  /** KMS deletes the expired imported material of a key, as a service event tells. */
  expireKeyMaterial(keyArn: string): void;
  /** CloudWatch takes the service-linked channels of an account away; no event tells where no trail records. */
  endTelemetry(accountId: string): void;
}

/** The faults that are on at present. */
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

/** The fault switches over `state`; faults of trails and of the organization are written into the state. */
export function faultSwitches(
  state: FaultState,
  others: Pick<
    Faults,
    'memberView' | 'deadLetters' | 'deliveryErrors' | 'expireKeyMaterial' | 'endTelemetry'
  >,
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
