import { describe, expect, it, test } from 'vitest';
import { causeKey } from '#domain/findings/finding.ts';
import { isKnownFailure, isPastFailure, overSince, repairedSince } from '#domain/issues/past-failure.ts';
import type { FindingDraft, TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { at, finding, incidentId } from '#test/given/incidents.ts';

const cause = causeKey('undeliverable', 'the-bucket');
/** A look at 12:10 finds a delivery that failed at 12:03. */
const failed: FindingDraft = {
  ...finding({ rule: 's3-delivery-failing', harm: 'undeliverable', cause }),
  incident: undefined,
  since: at('12:03:00'),
  openedAt: at('12:10:00'),
  seenAt: at('12:10:00'),
  causedBy: undefined,
};
const ended = (until: string, more: Partial<TrackedFinding> = {}): TrackedFinding =>
  finding({
    rule: 'bucket-gone',
    cause,
    state: 'resolved',
    since: at('12:00:00'),
    until: at(until),
    resolvedAt: at('12:09:00'),
    incident: incidentId('i-bucket'),
    ...more,
  });

test.each([
  ['failed before the look', {}, true],
  ['is seen to fail at the look', { since: failed.openedAt }, false],
  ['was found by an earlier look', { openedAt: at('12:09:00') }, false],
  ['has its incident', { incident: incidentId('i-1') }, false],
  ['is of a rule that is proven by the state', { rule: 'bucket-gone' }, false],
] as const)('a finding rests on a past delivery or not when it %s', (_, changes, is) => {
  expect(isPastFailure({ ...failed, ...changes }, at('12:10:00'))).toBe(is);
});

describe('the repair of the cause of a failed delivery', () => {
  test.each([
    ['one that came after it', [ended('12:04:00')], 'i-bucket'],
    ['one of the same moment', [ended('12:03:00')], 'i-bucket'],
    ['none that came before it', [ended('12:02:59')], undefined],
    ['the last of several', [ended('12:05:00', { incident: incidentId('i-2') }), ended('12:04:00')], 'i-2'],
    ['none while the cause is open', [ended('12:04:00'), finding({ cause })], undefined],
    [
      'none while the cause is accepted',
      [ended('12:04:00'), finding({ cause, state: 'whitelisted' })],
      undefined,
    ],
    ['none of another cause', [ended('12:04:00', { cause: causeKey('undeliverable', 'other') })], undefined],
    [
      'none whose incident was closed',
      [ended('12:04:00', { closed: { at: at('12:05:00'), because: 'healthy' } })],
      undefined,
    ],
    ['none where nothing is known', [], undefined],
  ] as const)('is %s', (_, atHome, incident) => {
    expect(repairedSince(atHome, failed)?.incident).toBe(incident);
  });

  it('makes the delivery a part of its incident that was over when it was seen, and tells nothing', () => {
    const over = overSince({ ...failed, harmful: true }, ended('12:04:00', { causedBy: 'e-1' }));
    expect(over).toMatchObject({
      incident: 'i-bucket',
      state: 'resolved',
      since: at('12:03:00'),
      until: at('12:04:00'),
      resolvedAt: at('12:04:00'),
      harmful: false,
      causedBy: 'e-1',
    });
  });

  it('leaves a cause that the delivery itself names', () => {
    expect(overSince({ ...failed, causedBy: 'e-2' }, ended('12:04:00', { causedBy: 'e-1' })).causedBy).toBe(
      'e-2',
    );
  });
});

test.each([
  ['of which nothing is known', undefined, false],
  ['that still counts as open', finding({ ...failed, incident: incidentId('i-1') }), false],
  ['from before the end', ended('12:03:00', { rule: 's3-delivery-failing' }), true],
  ['from after the end', ended('12:02:59', { rule: 's3-delivery-failing' }), false],
] as const)('a failure %s is the known one or not', (_, before, is) => {
  expect(isKnownFailure(failed, before)).toBe(is);
});

test('a state that is seen again is no known failure', () => {
  expect(isKnownFailure({ ...failed, rule: 'bucket-gone' }, ended('12:04:00'))).toBe(false);
});
