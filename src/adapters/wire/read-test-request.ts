import * as z from 'zod';
import { testEvent } from '#domain/facts/test-event.ts';
import { plain } from '#domain/announcements/wording.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { testAlertId } from '#domain/issues/test-alert.ts';
import { parsed } from './parsed.ts';

const account = parsed('an account id', parseAccountId);
const TestRequestJson = z.object({
  id: parsed('an event id', testAlertId),
  detail: z.object({
    account,
    look: account,
    // Untrusted text: shortened to 200 characters and stripped of control characters.
    askedBy: z.string().transform((text) => plain(text, 200)),
  }),
});

/** The test alert that an event requests; undefined for any other event. Throws when a test event is malformed. */
export function readTestRequest(
  body: unknown,
): { id: IncidentId; account: AccountId; look: AccountId; askedBy: string } | undefined {
  const source = typeof body === 'object' && body !== null && 'source' in body ? body.source : undefined;
  if (source !== testEvent.source) return undefined;
  const { id, detail } = TestRequestJson.parse(body);
  return { id, ...detail };
}
