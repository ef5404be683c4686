import { heartbeat } from '#domain/facts/heartbeat.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseInstant } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { Heartbeat } from '#ports/heartbeats.ts';
import { Envelope } from './cloudtrail-record.ts';

/** The heartbeat in an EventBridge message. Throws for any other message, because the queue is for heartbeats only. */
export function readHeartbeat(body: unknown): Heartbeat {
  const envelope = Envelope.parse(body);
  // EventBridge sets account, Region and time; the sender chooses only source, type and detail.
  const account = parseAccountId(envelope.account);
  const region = parseRegion(envelope.region);
  const at = parseInstant(envelope.time);
  const genuine = envelope.source === heartbeat.source && envelope['detail-type'] === heartbeat.detailType;
  if (!genuine || !account || !region || at === undefined) throw new Error('The message is no heartbeat.');
  return { account, region, at };
}
