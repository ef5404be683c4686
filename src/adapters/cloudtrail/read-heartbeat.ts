import { heartbeat } from '#domain/facts/heartbeat.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { Heartbeat } from '#ports/heartbeats.ts';
import { Envelope } from './cloudtrail-record.ts';

/**
 * The heartbeat in an EventBridge message that SQS took at `sentAt`. Throws for any other message, because the queue is
 * for heartbeats only.
 */
export function readHeartbeat(body: unknown, sentAt: Instant): Heartbeat {
  const envelope = Envelope.parse(body);
  // EventBridge sets account and Region. The sender chooses source, type, detail and also the time (PutEvents).
  const account = parseAccountId(envelope.account);
  const region = parseRegion(envelope.region);
  const genuine = envelope.source === heartbeat.source && envelope['detail-type'] === heartbeat.detailType;
  if (!genuine || !account || !region) throw new Error('The message is no heartbeat.');
  return { account, region, at: sentAt };
}
