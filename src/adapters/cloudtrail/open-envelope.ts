import { detailTypes } from '#domain/facts/patterns.ts';
import { Envelope } from './cloudtrail-record.ts';
import { isObject } from './tolerant.ts';

/** What was found on opening a raw event. */
export type Opened =
  | { readonly kind: 'record'; readonly record: unknown; readonly envelope?: Envelope | undefined }
  | { readonly kind: 'region-status'; readonly envelope: Envelope }
  | { readonly kind: 'refused'; readonly why: { readonly reason: string; readonly refused: boolean } };

// Documents of the China Regions print "Amazon" for "AWS"; which of the two they send is not known for sure.
const recordTypes = new Set<string>(
  [detailTypes.call, detailTypes.serviceEvent].flatMap((type) => [type, type.replace(/^AWS /, 'Amazon ')]),
);

/** Takes an EventBridge message apart; an object without `detail-type` is taken for a bare CloudTrail record. */
export function openEnvelope(raw: unknown): Opened {
  if (!isObject(raw))
    return refused('This is not an event: neither an EventBridge message nor a CloudTrail record.');
  if (!Object.hasOwn(raw, 'detail-type') && !Object.hasOwn(raw, 'detail'))
    return { kind: 'record', record: raw };
  const parsed = Envelope.safeParse(raw);
  if (!parsed.success) return refused('This is not an EventBridge message.');
  const envelope = parsed.data;
  const type = envelope['detail-type'];
  if (type === detailTypes.region) return { kind: 'region-status', envelope };
  if (type === undefined || !recordTypes.has(type)) {
    return refused(`The message is not a recorded call: its detail-type is ${type ?? 'missing'}.`);
  }
  return { kind: 'record', record: envelope.detail, envelope };
}

function refused(reason: string): Opened {
  return { kind: 'refused', why: { reason, refused: false } };
}
