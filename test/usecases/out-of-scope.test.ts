import { describe, expect, it } from 'vitest';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import { everywhere as members, names, now, regions, view } from '#test/given/incidents.ts';
import { accountIds, everywhere, hoursAgo, morning, outcome, sweep } from '#test/given/days.ts';
import { outOfScopeBecause } from '#usecases/day/reconcile-day.ts';

const [team = accountIds(1)[0]!] = accountIds(1);
const [here = everywhere(team, 'i-1')[0]!] = everywhere(team, 'i-1').map((issue) => ({
  ...issue,
  timestamps: { identified: hoursAgo(40), updated: hoursAgo(3) },
}));
const watched = new Set([team]);
const swept = (changes: Parameters<typeof outcome>[1]) =>
  sweepResult(sweep([team]), [outcome(team, changes)], morning);

describe('what is out of scope', () => {
  it('is an account that the organization does not have any more', () => {
    const existing = new Set(accountIds(3).slice(2));
    expect(outOfScopeBecause(here, { watched: new Set(), existing, sweep: undefined })).toBe('account-left');
  });

  it('is nothing that a list without any account leaves out', () => {
    const nowhere = { watched: new Set<typeof team>(), existing: new Set<typeof team>(), sweep: undefined };
    expect(outOfScopeBecause(here, nowhere)).toBeUndefined();
  });

  it('is no Region that the account has and the configuration leaves out', () => {
    const others = regions.filter((region) => region !== here.region);
    const scope = { watched, existing: undefined };
    const looked = swept({ regions: others, leftOut: [here.region] });
    expect(outOfScopeBecause(here, { ...scope, sweep: looked })).toBeUndefined();
  });

  it('is an account that is no longer watched', () => {
    const scope = { watched: new Set<typeof team>(), sweep: undefined };
    expect(outOfScopeBecause(here, { ...scope, existing: undefined })).toBe('not-watched');
    expect(outOfScopeBecause(here, { ...scope, existing: watched })).toBe('not-watched');
  });

  it('is a Region that the account itself no longer names', () => {
    const others = regions.filter((region) => region !== here.region);
    const scope = { watched, existing: undefined };
    expect(outOfScopeBecause(here, { ...scope, sweep: swept({ regions: others }) })).toBe('region-disabled');
    expect(
      outOfScopeBecause(here, { ...scope, sweep: swept({ regions: others, regionsNamed: false }) }),
    ).toBeUndefined();
    expect(
      outOfScopeBecause(here, { ...scope, sweep: swept({ regions: others, kind: 'failed' }) }),
    ).toBeUndefined();
    expect(
      outOfScopeBecause(here, { ...scope, sweep: swept({ regions: others, at: hoursAgo(9) }) }),
    ).toBeUndefined();
    expect(outOfScopeBecause(here, { ...scope, sweep: swept({}) })).toBeUndefined();
  });

  it('is told as such, and never as repaired', () => {
    const left = view(members({ closed: { at: now, because: 'account-left' } }));
    const told = announcementOf(left, { accounts: names, now });
    expect(told.headline).toMatch(/^OUT OF SCOPE: /);
    expect(told.loss.map(plainText)).toEqual([
      'No longer followed: the account left the organization or was closed. No repair was seen.',
    ]);
    expect(told.milestones.map(({ id }) => id)).toContain('out-of-scope@2026-11-21T12:10:00.000Z');
    expect(JSON.stringify(told)).not.toMatch(/resolved@|Resolved\./);
    expect(told.done).toBe(true);
  });
});
