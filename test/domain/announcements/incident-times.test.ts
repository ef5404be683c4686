import { describe, expect, it } from 'vitest';
import { timesOf } from '#domain/announcements/incident-times.ts';
import type { Member } from '#domain/issues/incident.ts';
import { account, at, everywhere, healed, member, now, trigger, view } from '#test/given/incidents.ts';

const times = (members: readonly Member[], calls = [trigger()]) => timesOf(view(members, calls), now);

describe('how long an incident took', () => {
  it('to be detected is counted from its first call, or from what is known of the beginning', () => {
    expect(times([member()]).secondsToDetect).toBe(2);
    expect(
      times([member()], [trigger({ eventId: 'e-2', at: at('12:00:05') }), trigger()]).secondsToDetect,
    ).toBe(5);
    expect(times([member({ since: at('11:59:10') })], []).secondsToDetect).toBe(60);
    expect(
      times([member({ since: (at('12:00:10') - 400) as ReturnType<typeof at> })], []).secondsToDetect,
    ).toBe(0);
    expect(times([], []).secondsToDetect).toBe(0);
    // The clocks of two services differ: it was not detected before it began.
    expect(times([member()], [trigger({ at: at('12:00:30') })]).secondsToDetect).toBe(0);
  });

  it('to be resolved is known once nothing is open, by the last that ended', () => {
    expect(times([member()]).secondsToResolve).toBeUndefined();
    expect(times([member(healed), member()]).secondsToResolve).toBeUndefined();
    expect(times([member(healed)]).secondsToResolve).toBe(461);
    const later = { ...healed, resolvedAt: at('12:08:51') };
    expect(times([member(later), member(healed)]).secondsToResolve).toBe(521);
    expect(times([member({ ...healed, resolvedAt: undefined })]).secondsToResolve).toBe(459);
    expect(times([], []).secondsToResolve).toBeUndefined();
  });

  it('without a record is the sum of all places, each once, until now where it lasts', () => {
    expect(times([member()]).blindMinutes).toBe(10);
    expect(times([member(healed)]).blindMinutes).toBe(8);
    expect(times(everywhere()).blindMinutes).toBe(168);
    expect(times([member(), member({ rule: 'trail-gone', since: at('12:05:08') })]).blindMinutes).toBe(10);
    expect(times([member({ peak: 'high' })]).blindMinutes).toBe(0);
    expect(times([member({ harm: 'redirected' })]).blindMinutes).toBe(0);
    expect(times([member({ ...healed, until: at('11:00:00') })]).blindMinutes).toBe(0);
  });

  it('is known of an incident of 170,000 members', () => {
    const members = Array.from({ length: 170_000 }, (_, index) =>
      member(healed, { account: account(String(400_000_000_000 + index)) }),
    );
    expect(times(members)).toMatchObject({ secondsToDetect: 2, secondsToResolve: 461 });
  });
});
