import { randomUUID } from 'node:crypto';
import type { IncidentId } from '#domain/issues/incident-id.ts';

/** A new incident id, unique without asking anybody. */
export const newIncidentId = (): IncidentId => randomUUID() as unknown as IncidentId;
