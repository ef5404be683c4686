import * as z from 'zod';
import { SlackRefusal } from './call.ts';

// https://docs.slack.dev/messaging/message-metadata; the size limit is our assumption, Slack does not name one.
const MAX_BYTES = 16_384;
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const record = z.record(z.string(), scalar);
const metadata = z.strictObject({
  event_type: z.string().min(1).max(255).regex(/^\w+$/),
  event_payload: z.record(z.string(), z.union([scalar, record, z.array(z.union([scalar, record]))])),
});

/** Message metadata, `{}` meaning none; throws `invalid_metadata_schema` or `metadata_too_large` for bad input. */
export function checkedMetadata(value: unknown): z.infer<typeof metadata> | undefined {
  if (value === undefined || JSON.stringify(value) === '{}') return undefined;
  const parsed = metadata.safeParse(value);
  if (!parsed.success) throw new SlackRefusal('invalid_metadata_schema');
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_BYTES) throw new SlackRefusal('metadata_too_large');
  return parsed.data;
}
