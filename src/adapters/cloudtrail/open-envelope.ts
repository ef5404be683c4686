import { detailTypes } from '#domain/facts/patterns.ts';
import { Envelope } from './cloudtrail-record.ts';
import { isObject } from './tolerant.ts';

/** The kind of a raw event: a record, a Region status change, or refused with the reason. */
export type Opened =
  | { readonly kind: 'record'; readonly record: unknown; readonly envelope?: Envelope | undefined }
  | { readonly kind: 'region-status'; readonly envelope: Envelope }
  | { readonly kind: 'refused'; readonly why: { readonly reason: string; readonly refused: boolean } };

// The documentation of the China Regions has "Amazon" for "AWS"; which of the two is sent is not known, so both are accepted.
const recordTypes = new Set<string>(
  [detailTypes.call, detailTypes.serviceEvent].flatMap((type) => [type, type.replace(/^AWS /, 'Amazon ')]),
);

/** Opens an EventBridge message; an object without `detail-type` and `detail` is taken for a bare CloudTrail record. */
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
