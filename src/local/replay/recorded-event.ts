import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import type { Decision } from '#domain/facts/decision.ts';
import type { BusEvent } from '#simulators/wire.ts';

/** A CloudTrail record; only the members that a replay reads are typed. */
export interface RecordedCall {
  readonly eventID?: string;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly errorCode?: string;
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly recipientAccountId?: string;
  readonly userIdentity?: { readonly accountId?: string };
}

/** One recorded event, ready to be replayed. */
export interface RecordedEvent {
  readonly record: RecordedCall;
  /** The message that EventBridge would have carried. */
  readonly event: BusEvent;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly account: string;
  readonly decision: Decision['decision'];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function envelopeOf(record: RecordedCall, account: string): BusEvent {
  const service = record.eventSource.split('.')[0] ?? '';
  const type = 'eventType' in record && record.eventType === 'AwsServiceEvent' ? 'Service Event' : 'API Call';
  return {
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': `AWS ${type} via CloudTrail`,
    source: `aws.${service}`,
    account,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}

/** A raw event (CloudTrail record or EventBridge message) ready to be replayed; undefined when it has no time or account. */
export function recordedEvent(raw: unknown): RecordedEvent | undefined {
  const wrapped = isObject(raw) && isObject(raw['detail']) ? raw['detail'] : undefined;
  const record = (wrapped ?? raw) as Partial<RecordedCall> | null;
  if (!isObject(record)) return undefined;
  const { eventTime, eventSource, eventName, awsRegion, recipientAccountId, userIdentity } = record;
  const at = Date.parse(typeof eventTime === 'string' ? eventTime : '');
  const account = recipientAccountId ?? userIdentity?.accountId;
  const texts = [eventSource, eventName, awsRegion, account];
  if (Number.isNaN(at) || !texts.every((text) => typeof text === 'string')) return undefined;
  const whole = record as RecordedCall;
  const event = wrapped ? (raw as BusEvent) : envelopeOf(whole, account ?? '');
  return { record: whole, event, at, account: account ?? '', decision: readEvent(event).decision };
}

/** The order of records of one second, which CloudTrail does not give: resources are created before they are used. */
const order = [
  'CreateBucket',
  'PutBucketPolicy',
  'CreateTrail',
  'UpdateTrail',
  'PutEventSelectors',
  'StartLogging',
  '',
  'StopLogging',
  'DeleteTrail',
  'DeleteBucketPolicy',
  'DeleteBucket',
];

const rank = ({ record }: RecordedEvent): number => {
  const found = order.indexOf(record.eventName);
  return found < 0 ? order.indexOf('') : found;
};

/** The events by time; those of one second in a possible causal order, because CloudTrail does not order them. */
export function inOrder(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const second = ({ at }: RecordedEvent): number => Math.trunc(at / 1000);
  return events.toSorted((one, other) => second(one) - second(other) || rank(one) - rank(other));
}
