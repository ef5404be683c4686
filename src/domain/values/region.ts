import type { Brand } from './brand.ts';

/** An AWS Region code such as `eu-west-1`. Not checked against a list: new Regions appear every year. */
export type Region = Brand<string, 'Region'>;

/** The Region in `text`, or undefined when it does not have the shape of a Region code (at most 32 characters). */
export function parseRegion(text: unknown): Region | undefined {
  if (typeof text !== 'string' || text.length > 32) return undefined;
  return /^[a-z]{2,}(-[a-z0-9]+)+$/.test(text) ? (text as Region) : undefined;
}
