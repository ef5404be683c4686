import * as z from 'zod';
import { recordedBy } from '#domain/facts/event-selectors.ts';
import type { Memory } from '#domain/facts/observation.ts';
import type { Trail, TrailStatus } from '#domain/facts/trail.ts';
import type { SchemaOf } from './schema-of.ts';
import { answeredSelectors, recordedEvents, trailFlags, trailResources } from './trail-settings.ts';

const trail = z.object({
  arn: z.string(),
  name: z.string(),
  owner: z.string(),
  homeRegion: z.string(),
  ...trailFlags,
  customSelectors: z.boolean(),
  ...trailResources,
} satisfies SchemaOf<Trail>);
const status = z.object({
  logging: z.boolean(),
  startedAt: z.number().optional(),
  stoppedAt: z.number().optional(),
  deliveryError: z.string().optional(),
  deliveredAt: z.number().optional(),
  attemptedAt: z.number().optional(),
  logsError: z.string().optional(),
  logsDeliveredAt: z.number().optional(),
  notificationError: z.string().optional(),
  notifiedAt: z.number().optional(),
  digestError: z.string().optional(),
  digestDeliveredAt: z.number().optional(),
} satisfies SchemaOf<TrailStatus>);
const memory = z.object({
  account: z.string(),
  region: z.string(),
  at: z.number(),
  trails: z.array(
    z.object({
      trail,
      status: status.optional(),
      recorded: recordedEvents.optional(),
      answeredSelectors: answeredSelectors.optional(),
      loggingSince: z.number().optional(),
      unchangedSince: z.number().optional(),
      seenAt: z.number(),
      goneAt: z.number().optional(),
    }),
  ),
} satisfies SchemaOf<Memory>);

const field = z.object({
  field: z.string(),
  equals: z.array(z.string()).optional(),
  notEquals: z.array(z.string()).optional(),
  narrowsOtherwise: z.boolean(),
});
const basic = z.object({
  managementEvents: z.boolean(),
  readWrite: z.enum(['All', 'ReadOnly', 'WriteOnly']),
  excludedSources: z.array(z.string()),
});
/** Earlier versions stored the selectors themselves, of any size. */
const selectors = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('basic'), selectors: z.array(basic) }),
  z.object({ kind: z.literal('advanced'), selectors: z.array(z.array(field)) }),
]);
const formerTrail = z.looseObject({ selectors: selectors.optional().catch(undefined) });

/** A stored trail with what its selectors record in place of the selectors that an earlier version stored. */
function current(stored: unknown): unknown {
  const { data } = formerTrail.safeParse(stored);
  if (data?.selectors === undefined) return stored;
  const { selectors: former, ...rest } = data;
  return { recorded: recordedBy(former), ...rest };
}

const formerMemory = z.looseObject({
  trails: z.array(z.unknown()).transform((trails) => trails.map(current)),
});

/** The memory in a row of the state table; throws when it does not match the schema. Brands exist for the compiler only. */
export function decodeMemory(row: unknown): Memory {
  return memory.parse(formerMemory.parse(row)) as unknown as Memory;
}
