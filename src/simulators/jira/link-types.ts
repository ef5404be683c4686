import { address } from './site.ts';
import type { Site } from './site.ts';

export const TYPES = [
  ['10000', 'Blocks', 'is blocked by', 'blocks'],
  ['10001', 'Cloners', 'is cloned by', 'clones'],
  ['10002', 'Duplicate', 'is duplicated by', 'duplicates'],
  ['10003', 'Relates', 'relates to', 'relates to'],
] as const;

/** The link types of every new site. */
export function linkTypes(site: Site) {
  return TYPES.map(([id, name, inward, outward]) => ({
    id,
    name,
    inward,
    outward,
    self: address(site, `issueLinkType/${id}`),
  }));
}
