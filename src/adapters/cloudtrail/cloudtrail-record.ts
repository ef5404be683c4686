import * as z from 'zod';
import { isObject, looseFlag, looseText, meaningful } from './tolerant.ts';

// A record nested as text ("serviceEventDetails": "{...}") is at most 100 KB (CloudTrail record contents).
const longestText = 200_000;

/** An object, or JSON text of one; every other value counts as absent. */
const looseObject = z
  .unknown()
  .transform((value) => asObject(value))
  .optional()
  .catch(undefined);

const identity = z
  .object({
    type: looseText,
    principalId: looseText,
    arn: looseText,
    accountId: looseText,
    accessKeyId: looseText,
    userName: looseText,
    invokedBy: looseText,
    sessionContext: z
      .object({
        sessionIssuer: z.object({ userName: looseText, arn: looseText }).optional().catch(undefined),
        sourceIdentity: looseText,
        assumedRoot: looseFlag,
        attributes: z
          .object({ creationDate: looseText, mfaAuthenticated: looseFlag })
          .optional()
          .catch(undefined),
      })
      .optional()
      .catch(undefined),
    credentialId: looseText,
    onBehalfOf: z.object({ userId: looseText }).optional().catch(undefined),
    invokedByDelegate: z.object({ accountId: looseText }).optional().catch(undefined),
    inScopeOf: z.object({ credentialsIssuedTo: looseText, sourceArn: looseText }).optional().catch(undefined),
  })
  .optional()
  .catch(undefined);

const resource = z.object({ type: looseText, ARN: looseText, arn: looseText }).optional().catch(undefined);

/** `userIdentity` of a record, every field optional. */
export type Identity = NonNullable<z.infer<typeof identity>>;

/**
 * The fields of a CloudTrail record that are read, versions 1.0 to 1.11. A field that is missing or of another type is
 * undefined. Accepts any object; texts are capped.
 */
export const CloudTrailRecord = z.object({
  eventSource: looseText,
  eventName: looseText,
  eventID: looseText,
  eventId: looseText,
  sharedEventID: looseText,
  sharedEventId: looseText,
  addendum: z.object({ originalEventID: looseText }).optional().catch(undefined),
  eventTime: looseText,
  eventType: looseText,
  eventCategory: looseText,
  awsRegion: looseText,
  recipientAccountId: looseText,
  errorCode: looseText,
  errorMessage: z
    .string()
    .transform((value) => meaningful(value, 2048))
    .optional()
    .catch(undefined),
  readOnly: looseFlag,
  sourceIPAddress: looseText,
  userAgent: z
    .string()
    .transform((value) => meaningful(value, 512))
    .optional()
    .catch(undefined),
  sessionCredentialFromConsole: looseFlag,
  userIdentity: identity,
  requestParameters: looseObject,
  responseElements: looseObject,
  serviceEventDetails: looseObject,
  resources: z.array(resource).optional().catch(undefined),
});
export type CloudTrailRecord = z.infer<typeof CloudTrailRecord>;

/** The EventBridge envelope of a record; `detail` is not parsed. */
export const Envelope = z.object({
  id: looseText,
  source: looseText,
  'detail-type': looseText,
  account: looseText,
  region: looseText,
  time: looseText,
  detail: z.unknown(),
});
export type Envelope = z.infer<typeof Envelope>;

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || value.length > longestText || !value.trimStart().startsWith('{'))
    return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined; // Text that only looks like JSON counts as absent; the event is still read.
  }
}
