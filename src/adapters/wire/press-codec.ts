import * as z from 'zod';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import { instant } from '#domain/values/instant.ts';
import type { Press } from '#ports/answers.ts';
import { pressActions } from '#ports/answers.ts';
import { parsed } from './parsed.ts';
import type { SchemaOf } from './schema-of.ts';

const press = z.object({
  action: z.enum(pressActions),
  incident: parsed('an incident id', parseIncidentId),
  person: z.object({ id: z.string(), name: z.string() }),
  at: z.number().transform(instant),
  channel: z.string(),
  days: z.number().optional(),
  reason: z.string().optional(),
} satisfies SchemaOf<Press>);

/** The press in a message of the answers' queue; throws when it does not match the schema. */
export function pressIn(body: unknown): Press {
  return press.parse(body);
}
