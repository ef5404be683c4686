import type { SendResult, ToldRef } from './channel.ts';

/** Messages of ours, to compare them with what is remembered. */
export interface ThreadDesk {
  /** Whether a message is still there, asked directly. */
  readMessageState(told: ToldRef): Promise<SendResult<'there' | 'gone'>>;
}
