import type { Place } from '#domain/values/place.ts';
import * as z from 'zod';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { EvaluationRequest, PendingReport } from '#ports/follow-ups.ts';
import { parsed } from './parsed.ts';
import { TriggerJson } from './trigger-schema.ts';
import type { SchemaOf } from './schema-of.ts';

const moment = z.number().transform(instant);

const EvaluationRequestJson = z.object({
  account: parsed('an account id', parseAccountId),
  regions: z.union([z.literal('all'), z.array(parsed('a Region', parseRegion))]),
  why: z.enum(['event', 'sweep', 'look-again', 'member', 'find-cause', 'own-change', 'parts']),
  triggers: z.array(TriggerJson),
  lookedAgain: z.number().int().optional(),
  sweep: z.string().optional(),
  baseline: z.boolean().optional(),
  unhurried: z.boolean().optional(),
  refusedSince: moment.optional(),
  inspected: z.enum(['first', 'changed']).optional(),
} satisfies SchemaOf<Omit<EvaluationRequest, 'unexplained'>>);

const place = z.object({
  account: parsed('an account id', parseAccountId),
  region: parsed('a Region', parseRegion),
} satisfies SchemaOf<Place>);

const PendingReportJson = z.object({
  incident: parsed('an incident id', parseIncidentId),
  destination: z.string().optional(),
  attempts: z.number().int().default(0),
  firstFailureAt: moment.optional(),
  due: moment.optional(),
  notBefore: moment.optional(),
  note: z.union([z.literal('all'), z.array(place)]).optional(),
  why: z.string().optional(),
} satisfies SchemaOf<PendingReport>);

/** One message for many accounts that are asked the same. */
const PackedRequestJson = EvaluationRequestJson.omit({ account: true }).extend({
  accounts: z.array(parsed('an account id', parseAccountId)),
});

/** The evaluation requests in one of our messages; undefined when the message is an event from the bus. */
export function readRequests(body: unknown): readonly EvaluationRequest[] | undefined {
  // Messages that the bus delivers always have a detail-type, so an event cannot pose as a request.
  if (typeof body !== 'object' || body === null || !('why' in body) || 'detail-type' in body)
    return undefined;
  if (!('accounts' in body)) return [EvaluationRequestJson.parse(body)];
  const { accounts, ...request } = PackedRequestJson.parse(body);
  return accounts.map((account) => ({ account, ...request }));
}

/** The pending report in a message; throws when it does not match the schema. */
export function readPendingReport(body: unknown): PendingReport {
  return PendingReportJson.parse(body);
}
