import type { IncidentView } from '#domain/issues/incident.ts';
import { instant } from '#domain/values/instant.ts';
import { announcementOf } from './announcement-of.ts';

/** The ids of the milestones by which the incident's end is announced; empty while it is not over. */
export function overMilestones(view: IncidentView): readonly string[] {
  const { milestones } = announcementOf(view, { accounts: new Map(), now: instant(0) });
  return milestones.map(({ id }) => id).filter((id) => id.startsWith('resolved@') || id === 'interrupted');
}
