import * as z from 'zod';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { InspectionRequest } from '#ports/log-destinations.ts';
import type { LakeRequest } from '#ports/lakes.ts';
import { parsed } from './parsed.ts';
import { TriggerJson } from './trigger-schema.ts';
import type { SchemaOf } from './schema-of.ts';

const moment = z.number().transform(instant);

const InspectionRequestJson = z.object({
  destination: z.object({ kind: z.enum(['bucket', 'key']), id: z.string() }),
  triggers: z.array(TriggerJson),
  again: z.number().int().optional(),
  knew: moment.optional(),
  asker: z
    .object({
      account: parsed('an account id', parseAccountId),
      region: parsed('a Region', parseRegion),
      baseline: z.boolean().optional(),
    })
    .optional(),
} satisfies SchemaOf<InspectionRequest>);

const LakeRequestJson = z.object({
  lake: parsed('an account id', parseAccountId),
  regions: z.array(z.object({ region: parsed('a Region', parseRegion), knew: moment.optional() })),
  triggers: z.array(TriggerJson),
  again: z.number().int().optional(),
  baseline: z.boolean().optional(),
} satisfies SchemaOf<LakeRequest>);

/** A request to inspect a bucket or key, or an account's event data stores. */
export type AnyInspection = InspectionRequest | LakeRequest;

/** The inspection request in a message; throws when the message does not match either schema. */
export function readInspectionRequest(body: unknown): AnyInspection {
  const isOfLake = typeof body === 'object' && body !== null && 'lake' in body;
  return isOfLake ? LakeRequestJson.parse(body) : InspectionRequestJson.parse(body);
}
