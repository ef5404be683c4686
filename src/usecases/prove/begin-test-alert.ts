import type { MemberLook } from '#domain/facts/member-look.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { testLasts } from '#domain/issues/test-alert.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import type { Clock } from '#ports/clock.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { TestAlerts } from '#ports/test-alerts.ts';
import type { AboutAccounts } from '#usecases/report/recipients.ts';

/** A request for a test alert, made by a person in the central account. */
export interface TestRequest {
  readonly id: IncidentId;
  /** The account whose owners are told. */
  readonly account: AccountId;
  /** The account whose rules are read. */
  readonly look: AccountId;
  readonly askedBy: string;
}

/** The store of test alerts, the reporters' queues and the look at the member. */
export interface BeginParts {
  readonly tests: TestAlerts;
  /** Both reporters' queues. */
  readonly queues: readonly ReportQueue[];
  /** The recipients for these accounts in all channels. */
  readonly recipients: (concerned: AboutAccounts) => readonly Recipient[];
  readonly look: (account: AccountId) => Promise<MemberLook>;
  readonly clock: Clock;
}

/** SQS may deliver a second early, and a test that is not over yet would not be ended; in seconds. */
const marginSeconds = 1;

/**
 * Begins a test alert: asks the reporters to tell it, now and when it is over, and reads the forwarding rules of a
 * member meanwhile. Only the test's own rows are written. Repeating it repeats the same test.
 */
export function beginTestAlert(parts: BeginParts): (request: TestRequest) => Promise<void> {
  const { tests, queues, recipients, look, clock } = parts;
  return async ({ id, account, look: member, askedBy }) => {
    const at = clock.now();
    const keys = recipients({ members: [{ account }] }).map(recipientKey);
    const alert = { id, account, askedBy, at, endsAt: plusSeconds(at, testLasts) };
    const { endsAt } = await tests.beginTestAlert(alert, keys);
    const untilOver = Math.max(0, (endsAt - at) / 1000) + marginSeconds;
    await Promise.all(
      queues.flatMap((queue) => [
        queue.sendLater({ incident: id, attempts: 0 }, 0),
        queue.sendLater({ incident: id, attempts: 0 }, untilOver),
      ]),
    );
    await tests.noteLook(id, await look(member));
  };
}
