import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { IncidentEvent } from '#domain/announcements/incident-event.ts';
import { isDeepEqual } from '#domain/values/deep-equal.ts';

const published = new URL(
  '../../../config/schemas/trailwarden@TrailwardenIncidentMilestone.schema.json',
  import.meta.url,
);

/** The published schema, as a consumer outside would use it; `date-time` is held by the pattern beside it. */
function publishedSchema() {
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: false, validateFormats: false });
  return ajv.compile(JSON.parse(readFileSync(published, 'utf8')) as object);
}

let isPublished: ReturnType<typeof publishedSchema> | undefined;

/** An event as a consumer reads it; throws for one that the published JSON Schema does not allow. */
function validEvent(body: string): IncidentEvent {
  const { detail } = JSON.parse(body) as { detail: IncidentEvent };
  isPublished ??= publishedSchema();
  if (!isPublished(detail))
    throw new Error(`an event does not match its schema: ${JSON.stringify(isPublished.errors)} ${body}`);
  return detail;
}

/** What may not differ between two events of one milestone; all else is the incident's state when each was sent. */
const fixedIn = ({ milestone, incident: { id, previous, openedAt } }: IncidentEvent) => ({
  milestone,
  incident: { id, previous, openedAt },
});

/**
 * The milestones that a consumer on the bus of incidents heard of an account, each id once, however often it came; with
 * an entry more for each event that says something else under an id that came before.
 */
export function heardOf(bodies: readonly string[], account: string): readonly string[] {
  const events = bodies
    .map(validEvent)
    .filter(({ incident }) => incident.accounts.some(({ id }) => id === account));
  const firsts = new Map<string, IncidentEvent>();
  const different: string[] = [];
  for (const event of events) {
    const { id, kind } = event.milestone;
    const first = firsts.get(id);
    if (first === undefined) firsts.set(id, event);
    else if (!isDeepEqual(fixedIn(first), fixedIn(event)))
      different.push(`${kind} ${id}, said differently: ${JSON.stringify([fixedIn(first), fixedIn(event)])}`);
  }
  return [...[...firsts.values()].map(({ milestone: { id, kind } }) => `${kind} ${id}`), ...different];
}
