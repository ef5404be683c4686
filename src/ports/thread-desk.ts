import type { Delivery, Told } from './channel.ts';

/** Messages of ours, to compare them with what is remembered. */
export interface ThreadDesk {
  /** Whether a message is still there, asked directly. */
  stands(told: Told): Promise<Delivery<'there' | 'gone'>>;
}
