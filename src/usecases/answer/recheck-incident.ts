import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { openMembers } from '#domain/issues/incident.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { AskLooksParts } from './ask-looks.ts';
import { askLooks } from './ask-looks.ts';

/** The store and queues for having an incident looked at again. */
export interface RecheckParts extends AskLooksParts {
  readonly incidents: Pick<IncidentStore, 'readIncident'>;
}

/** What came of it: the accounts that are looked at now, or why none is, in words. */
export type RecheckOutcome =
  { readonly kind: 'asked'; readonly accounts: number } | { readonly kind: 'refused'; readonly why: string };

/** Has every place where the incident is open looked at now. What the looks find is told as always. */
export function recheckIncident(parts: RecheckParts): (incident: IncidentId) => Promise<RecheckOutcome> {
  return async (incident) => {
    const view = await parts.incidents.readIncident(incident);
    return recheckView(parts, view);
  };
}

/** The same for an incident that was just read; undefined: there is none. */
export async function recheckView(
  parts: AskLooksParts,
  view: IncidentView | undefined,
): Promise<RecheckOutcome> {
  if (!view) return { kind: 'refused', why: 'there is no such incident' };
  const open = openMembers(view);
  if (open.length === 0) return { kind: 'refused', why: 'it is not open any more' };
  return { kind: 'asked', accounts: await askLooks(parts, open) };
}
