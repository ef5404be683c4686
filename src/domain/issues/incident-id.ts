import type { Brand } from '#domain/values/brand.ts';

/** Names an incident; letters, digits and dashes only, at most 64, so that it can stand in a label. */
export type IncidentId = Brand<string, 'IncidentId'>;

/** The incident id in `text`, or undefined when it is none. */
export function parseIncidentId(text: unknown): IncidentId | undefined {
  return typeof text === 'string' && /^[a-z0-9-]{1,64}$/.test(text) ? (text as IncidentId) : undefined;
}
