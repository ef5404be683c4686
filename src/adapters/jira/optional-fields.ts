import { fieldErrors } from './refusals.ts';
import { JiraError } from './transport.ts';

/** The fields of a ticket as Jira's API takes them. */
export type TicketFields = Readonly<Record<string, unknown>>;

/** Fields that are dropped when Jira refuses them. */
const optional = ['priority', 'assignee', 'duedate'];

/**
 * Sends `fields`; when Jira refuses optional ones (400: nothing was written), sends again without them and returns their
 * names in `left`. Every other failure is thrown.
 */
export async function sendFields<Value>(
  fields: TicketFields,
  send: (fields: TicketFields, left: readonly string[]) => Promise<Value>,
): Promise<{ readonly value: Value; readonly left: readonly string[] }> {
  const left: string[] = [];
  for (;;) {
    try {
      const kept = Object.entries(fields).filter(([name]) => !left.includes(name));
      return { value: await send(Object.fromEntries(kept), left), left };
    } catch (error) {
      const refused = refusedFields(error).filter((name) => name in fields && !left.includes(name));
      if (refused.length === 0) throw error;
      left.push(...refused);
    }
  }
}

function refusedFields(error: unknown): readonly string[] {
  if (!(error instanceof JiraError) || error.fault.kind !== 'answered' || error.fault.status !== 400)
    return [];
  const { errors } = fieldErrors(error.fault.body);
  return optional.filter((name) => name in errors);
}
