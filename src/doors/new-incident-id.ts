import { randomUUID } from 'node:crypto';
import type { IncidentId } from '#domain/issues/incident-id.ts';

// A UUID has the shape that `parseIncidentId` asks for; the compiler cannot know.
/** A new random incident id. */
export const newIncidentId = (): IncidentId => randomUUID() as unknown as IncidentId;
