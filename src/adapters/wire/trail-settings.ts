import * as z from 'zod';
import type { AnsweredSelectors } from '#domain/facts/answered-selectors.ts';
import type { SchemaOf } from './schema-of.ts';

/** Schemas of a trail's boolean settings, as memories and findings store them. */
export const trailFlags = {
  multiRegion: z.boolean(),
  organization: z.boolean(),
  globalServiceEvents: z.boolean(),
  logFileValidation: z.boolean(),
};

/** Schemas of what a trail delivers to or uses, as memories and findings store it; absent when not set. */
export const trailResources = {
  bucket: z.string().optional(),
  prefix: z.string().optional(),
  kmsKey: z.string().optional(),
  logGroup: z.string().optional(),
  logsRole: z.string().optional(),
  topic: z.string().optional(),
  insights: z.boolean().optional(),
};

const extent = z.enum(['all', 'some', 'none']);

/** The schema of a trail's selectors, as memories and findings store them to put them back. */
export const answeredSelectors = z.object({
  kind: z.enum(['default', 'basic', 'advanced']),
  count: z.number(),
  json: z.string().optional(),
} satisfies SchemaOf<AnsweredSelectors>);

/** The schema of what a trail records, as memories and findings store it. */
export const recordedEvents = z.object({
  writes: extent,
  reads: extent,
  excludedSources: z.array(z.string()).readonly(),
});
