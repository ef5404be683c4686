import { doTransition, getTransitions } from 'jira.js/cloud';
import { remarkOnce } from './comments.ts';
import { isGoodEnd, isNamed, isSetAside } from './good-ends.ts';
import { JiraError } from './transport.ts';
import type { Session } from './session.ts';
import { ownProperty, readTicket } from './ticket-state.ts';

/** The comment on a ticket whose workflow does not let Trailwarden close it. */
const notFinished = {
  id: 'not-finished',
  remarks: [
    'Everything that this ticket is about is over. Its workflow offers Trailwarden no transition that is known to mean done (jira.done in config.json names more of them). Please close the ticket.',
  ],
};

/**
 * Moves a ticket to a status of the category done whose name, as that of the transition and of a resolution that it asks
 * for, is configured (`jira.done`) or known to mean done. A ticket that is done is left alone. Where the workflow offers
 * no such transition, one comment asks a person to close it (`left-open`). Idempotent. Throws `JiraError`.
 */
export async function finishTicket(session: Session, key: string): Promise<'done' | 'left-open'> {
  if ((await readTicket(session, key)).done) return 'done';
  for (const way of (await waysToDone(session, key)).slice(0, maxTries))
    if (await take(session, key, way)) return 'done';
  await remarkOnce(session, key, notFinished);
  return 'left-open';
}

/** Ways that are tried when Jira refuses one, e.g. for a field that a validator asks for. */
const maxTries = 3;

interface Way {
  readonly id: string;
  readonly resolution?: string | undefined;
}

/** The ways that are known to mean done, the surest first. */
async function waysToDone({ client, options }: Session, key: string): Promise<readonly Way[]> {
  const { transitions = [] } = await getTransitions(client, {
    issueIdOrKey: key,
    expand: 'transitions.fields',
  });
  const ways = transitions.flatMap(({ id, name = '', to, fields = {}, isAvailable }) => {
    if (id === undefined || isAvailable === false || to?.statusCategory?.key !== 'done') return [];
    const fit = fitOf({ transition: name, status: to.name ?? '' }, options.done);
    const { resolution: asked, ...others } = fields;
    if (fit === 0 || Object.values(others).some(isMissing)) return [];
    if (asked === undefined) return [{ id, fit }];
    // What Jira would set by itself may be a resolution such as Won't do, so one is always named where one is asked.
    const resolution = resolutionOf(asked, options.done);
    return resolution === undefined ? [] : [{ id, fit, resolution }];
  });
  return ways.toSorted((one, other) => other.fit - one.fit);
}

/**
 * How surely a transition ends a ticket as done: 4 it is configured, 3 and 2 its status is, 1 both names say so, 0 not at
 * all. The name of the transition counts as much as that of the status: `Reject`, in any language, may lead to `Closed`.
 */
function fitOf(
  { transition, status }: { transition: string; status: string },
  done: readonly string[],
): number {
  if (isNamed(transition, done)) return 4;
  if (isSetAside(transition)) return 0;
  const isGood = isGoodEnd(transition);
  if (isNamed(status, done)) return isGood ? 3 : 2;
  return isGood && isGoodEnd(status) ? 1 : 0;
}

function isMissing(field: unknown): boolean {
  return ownProperty(field, 'required') === true && ownProperty(field, 'hasDefaultValue') !== true;
}

function resolutionOf(field: unknown, done: readonly string[]): string | undefined {
  const allowed = ownProperty(field, 'allowedValues');
  const names = Array.isArray(allowed) ? allowed.map((value) => String(ownProperty(value, 'name'))) : [];
  return names.find((name) => isNamed(name, done)) ?? names.find(isGoodEnd);
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
    // A workflow condition, or the ticket was moved meanwhile: when no other way is left, the comment asks a person.
    if (error instanceof JiraError && error.fault.kind === 'answered' && error.fault.status === 400)
      return false;
    throw error;
  }
}
