import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a request may be, in seconds (docs.slack.dev, verifying requests from Slack). */
export const oldestRequestSeconds = 300;

/** What Slack sends with a request: its time and signature as headers, and the body as it came. */
export interface SignedRequest {
  /** Header `X-Slack-Request-Timestamp`. */
  readonly timestamp: string;
  /** Header `X-Slack-Signature`. */
  readonly signature: string;
  readonly body: Buffer;
}

/** The signature that Slack makes of a body at a time, e.g. `v0=a2114d57...`. */
export function signatureOf(secret: string, timestamp: string, body: Buffer): string {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return `v0=${digest}`;
}

/** Whether a request looks like one of Slack's, and its time lies within five minutes of `now` (milliseconds). */
export function isRecent({ timestamp, signature }: SignedRequest, now: number): boolean {
  // Without the first, an empty or odd timestamp would be no number, and no age.
  return (
    /^\d{1,12}$/.test(timestamp) &&
    /^v0=[0-9a-f]{64}$/.test(signature) &&
    Math.abs(now / 1000 - Number(timestamp)) <= oldestRequestSeconds
  );
}

/**
 * Whether Slack has signed the request with `secret` within the last five minutes (`now` in milliseconds). Signatures are
 * compared in constant time, over the bytes of the body before anything in it is read.
 */
export function isSigned(request: SignedRequest, secret: string, now: number): boolean {
  if (secret === '' || !isRecent(request, now)) return false;
  const expected = Buffer.from(signatureOf(secret, request.timestamp, request.body));
  const given = Buffer.from(request.signature);
  return given.length === expected.length && timingSafeEqual(expected, given);
}
