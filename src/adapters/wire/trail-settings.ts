import * as z from 'zod';

/** Schemas of a trail's boolean settings, as memories and findings store them. */
export const trailFlags = {
  multiRegion: z.boolean(),
  organization: z.boolean(),
  globalServiceEvents: z.boolean(),
  logFileValidation: z.boolean(),
};

/** Schemas of the resources that a trail delivers to or uses, as memories and findings store them; absent when not set. */
export const trailResources = {
  bucket: z.string().optional(),
  prefix: z.string().optional(),
  kmsKey: z.string().optional(),
  logGroup: z.string().optional(),
  logsRole: z.string().optional(),
  topic: z.string().optional(),
};

const extent = z.enum(['all', 'some', 'none']);

/** The schema of what a trail records, as memories and findings store it. */
export const recordedEvents = z.object({
  writes: extent,
  reads: extent,
  excludedSources: z.array(z.string()).readonly(),
});
