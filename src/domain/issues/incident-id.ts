import type { Brand } from '#domain/values/brand.ts';

/** The id of an incident: at most 64 lower-case letters, digits and dashes, so that it fits in a Jira label. */
export type IncidentId = Brand<string, 'IncidentId'>;

const wideMark = 'wide-';

/** The id of an incident that can have thousands of members: of an organization trail. */
export const wideId = (id: IncidentId): IncidentId => `${wideMark}${id}` as IncidentId;

/** Whether an incident can have thousands of members; the id carries it, so that no read is needed. */
export const isWide = (id: IncidentId): boolean => id.startsWith(wideMark);

/** `text` as an incident id; undefined when it is malformed. */
export function parseIncidentId(text: unknown): IncidentId | undefined {
  return typeof text === 'string' && /^[a-z0-9-]{1,64}$/.test(text) ? (text as IncidentId) : undefined;
}
