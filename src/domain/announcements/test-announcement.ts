import type { TestAlert } from '#domain/issues/test-alert.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { AccountNames } from './affected.ts';
import { accountWords } from './affected.ts';
import type { Announcement, Fact } from './announcement.ts';
import { clipped, code, say, time } from './wording.ts';

const purpose =
  'It shows that an alert for this account reaches this place. It was asked for by hand, nothing happened in AWS, and nothing of it is counted in any report.';

function factsOf({ id, account, askedBy, at }: TestAlert, names: AccountNames): readonly Fact[] {
  return [
    { label: 'Asked for by', value: say(code(askedBy, 200)) },
    { label: 'Asked for at', value: say(time(at)) },
    { label: 'Told as if it concerned', value: say(accountWords(account, names)) },
    { label: 'Test', value: say(code(id)) },
  ];
}

/** The announcement of a test alert; its headline says that it is a test and requires no action. */
export function testAnnouncement(alert: TestAlert, names: AccountNames, now: Instant): Announcement {
  const over = now >= alert.endsAt;
  const where = accountWords(alert.account, names);
  const headline = over
    ? `TEST, over: no action is needed (Trailwarden, ${where})`
    : `TEST: no action is needed. Trailwarden tries its alerts (${where})`;
  const end = over ? 'The test is over.' : 'It closes by itself in a minute.';
  return {
    incident: alert.id,
    status: over ? 'resolved' : 'open',
    severity: 'low',
    headline: clipped(headline, 140),
    loss: [say('This is only a test. ', purpose)],
    facts: factsOf(alert, names),
    details: [],
    references: [],
    affected: [],
    affectedLeftOut: 0,
    remedy: { words: say('Nothing. ', end) },
    links: [],
    notes: [],
    milestones: over ? [{ id: 'test-over', words: say('The test is over. No action is needed.') }] : [],
    labels: ['trailwarden-test'],
    done: over,
  };
}
