import { doTransition, getTransitions } from 'jira.js/cloud';
import { remarkOnce } from './comments.ts';
import { JiraError } from './transport.ts';
import type { Session } from './session.ts';
import { ownProperty, readTicket } from './ticket-state.ts';

/** The comment on a ticket whose workflow does not let Trailwarden close it. */
const notFinished = {
  id: 'not-finished',
  remarks: [
    'Everything that this ticket is about is over, but its workflow offers Trailwarden no way to a status that counts as done. Please close the ticket.',
  ],
};

/** Names of statuses and resolutions that would be wrong for an incident that is over. */
const untrue = /won'?t|duplicate|cancel|reject|declin|invalid|cannot|can't|abandon|obsolete/i;

/**
 * Moves a ticket to a status of the category done; a ticket that is done is left alone. Where the workflow offers no such
 * transition, one comment asks a person to close it (`left-open`). Idempotent. Throws `JiraError`.
 */
export async function finishTicket(session: Session, key: string): Promise<'done' | 'left-open'> {
  if ((await readTicket(session, key)).done) return 'done';
  const way = await wayToDone(session, key);
  if (way !== undefined && (await take(session, key, way))) return 'done';
  await remarkOnce(session, key, notFinished);
  return 'left-open';
}

interface Way {
  readonly id: string;
  readonly resolution?: string | undefined;
}

async function wayToDone({ client }: Session, key: string): Promise<Way | undefined> {
  const { transitions = [] } = await getTransitions(client, {
    issueIdOrKey: key,
    expand: 'transitions.fields',
  });
  const ways = transitions.flatMap(({ id, name, to, fields = {}, isAvailable }) => {
    if (id === undefined || isAvailable === false || to?.statusCategory?.key !== 'done') return [];
    const missing = Object.entries(fields).filter(([, field]) => isMissing(field));
    if (missing.some(([field]) => field !== 'resolution')) return [];
    const resolution = missing.length > 0 ? resolutionOf(fields['resolution']) : undefined;
    return [{ id, resolution, untrue: untrue.test(`${name ?? ''} ${to.name ?? ''}`) }];
  });
  return ways.find((way) => !way.untrue);
}

function isMissing(field: unknown): boolean {
  return ownProperty(field, 'required') === true && ownProperty(field, 'hasDefaultValue') !== true;
}

function resolutionOf(field: unknown): string | undefined {
  const allowed = ownProperty(field, 'allowedValues');
  const names = Array.isArray(allowed) ? allowed.map((value) => String(ownProperty(value, 'name'))) : [];
  return (
    names.find((name) => /^(?:done|fixed|resolved)$/i.test(name)) ?? names.find((name) => !untrue.test(name))
  );
}

async function take({ client }: Session, key: string, { id, resolution }: Way): Promise<boolean> {
  try {
    await doTransition(client, {
      issueIdOrKey: key,
      transition: { id },
      ...(resolution !== undefined && { fields: { resolution: { name: resolution } } }),
    });
    return true;
  } catch (error) {
    // A workflow condition, or the ticket was moved meanwhile: in both cases the comment asks a person.
    if (error instanceof JiraError && error.fault.kind === 'answered' && error.fault.status === 400)
      return false;
    throw error;
  }
}
