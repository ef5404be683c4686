import type { Brand } from './brand.ts';

/** An AWS account id: exactly twelve digits. */
export type AccountId = Brand<string, 'AccountId'>;

/** The account id in `text`, or undefined when it is not exactly twelve digits. */
export function parseAccountId(text: unknown): AccountId | undefined {
  return typeof text === 'string' && /^\d{12}$/.test(text) ? (text as AccountId) : undefined;
}
