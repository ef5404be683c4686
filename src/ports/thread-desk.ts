import type { SendResult, ToldRef } from './channel.ts';

/** Trailwarden's messages in Slack, read to compare them with the receipts. */
export interface ThreadDesk {
  /** Whether a message still exists, by a direct read. */
  readMessageState(told: ToldRef): Promise<SendResult<'there' | 'gone'>>;
}
