import { plusSeconds } from '#domain/values/instant.ts';
import { describe, expect, it } from 'vitest';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { acceptancesOf } from '#domain/announcements/milestones.ts';
import { plainText } from '#domain/announcements/wording.ts';
import type { Member } from '#domain/issues/incident.ts';
import {
  account,
  at,
  bornHealed,
  everywhere,
  healed,
  member,
  names,
  now,
  prod,
  region,
  trigger,
  view,
} from '#test/given/incidents.ts';

const ids = (
  members: readonly Member[],
  ...rest: Parameters<typeof view> extends [unknown, ...infer R] ? R : never
) => announcementOf(view(members, ...rest), { accounts: names, now }).milestones.map(({ id }) => id);
const words = (members: readonly Member[]) =>
  announcementOf(view(members), { accounts: names, now }).milestones.map((one) => plainText(one.words));
const news = (before: readonly Member[], after: readonly Member[]) =>
  ids(after).filter((id) => !ids(before).includes(id));
const us = region('us-east-1');

describe('what must be noticed', () => {
  it('is nothing when an incident only spreads to more Regions', () => {
    expect(news([member()], everywhere())).toEqual([]);
  });

  it('is a severity that rises, and not one that falls', () => {
    const medium = member({ severity: 'medium', peak: 'medium' });
    expect(news([medium], [medium, member({}, { region: us })])).toEqual(['severity-critical']);
    expect(news([member()], [member({ severity: 'low', weakening: true })])).toEqual([]);
  });

  it('is ten times more accounts', () => {
    const many = (number: number) =>
      Array.from({ length: number }, (_, index) =>
        member({}, { account: account(String(200_000_000_000 + index)) }),
      );
    expect(news(many(9), many(12))).toEqual(['accounts-10']);
    expect(news(many(12), many(99))).toEqual([]);
    expect(news(many(99), many(214))).toEqual(['accounts-100']);
    expect(words(many(214))).toContain('Now 214 accounts are affected.');
  });

  it('is the final count, once, after the first line said how many accounts it can be', () => {
    const evidence = { ...member().finding.evidence, organization: true };
    // The first account owns the trail.
    const accountOf = (index: number) => (index === 0 ? prod : account(String(200_000_000_000 + index)));
    const storm = (number: number) =>
      Array.from({ length: number }, (_, index) => member({ evidence }, { account: accountOf(index) }));
    const told = (number: number, minutes: number, only = number) => {
      const part = new Set(storm(only).map((one) => one.account));
      const later = plusSeconds(at('12:00:10'), minutes * 60);
      const context = { accounts: names, now: later, organizationSize: 40, only: part };
      const { headline, milestones, remedy } = announcementOf(view(storm(number)), context);
      // The owner's account is named by no headline of several accounts.
      expect(plainText(remedy.words)).toContain('Run in prod (111122223333):');
      return [headline, ...milestones.map(({ words: said }) => plainText(said))].join('\n');
    };
    expect(told(1, 0)).toContain('is stopped in up to 40 accounts, eu-west-1: organization trail');
    const some = told(30, 1);
    expect(some).toContain('is stopped in up to 40 accounts (30 so far), eu-west-1');
    expect(some).not.toMatch(/Final count|are affected/);
    expect(told(40, 1)).toContain('in 40 accounts, eu-west-1');
    expect(told(40, 1)).toContain('Final count: all 40 accounts are affected.');
    expect(told(37, 14)).toContain('Final count: 37 of 40 accounts are affected.');
    // Where another trail goes on, recording is not lost.
    const weak = { harmful: false, weakening: true, severity: 'low', evidence } as const;
    const others = [30, 31, 32].map((index) => member(weak, { account: accountOf(index) }));
    const atEnd = { accounts: names, now: at('12:20:00'), organizationSize: 40 };
    const covered = announcementOf(view([...storm(30), ...others]), atEnd).milestones;
    expect(covered.map(({ words: said }) => plainText(said))).toContain(
      'Final count: 30 of 40 accounts are affected.',
    );
    // An account that the trail reaches no more is one account.
    const [, left = member()] = storm(2);
    const alone = announcementOf(view([left]), { accounts: names, now, organizationSize: 40 });
    expect(alone.headline).not.toContain('up to');
    // A team that answers for some of the accounts reads all of them in the message.
    expect(told(40, 14, 3)).not.toContain('Final count');
  });

  it('is that everything is over, once, with the blind window', () => {
    const over = everywhere(healed);
    expect(news(everywhere(), over)).toEqual(['resolved@2026-11-21T12:07:51.000Z']);
    expect(
      news(
        over,
        over.map((one) => ({ ...one, finding: { ...one.finding, closed: { at: now, because: 'healthy' } } })),
      ),
    ).toEqual([]);
    expect(words(over).at(-1)).toMatch(/^Resolved\. Management events .* \(7 min 41 s\)\.$/);
  });

  it('is not over while one Region is not', () => {
    expect(news(everywhere(), [...everywhere(healed).slice(1), everywhere()[0]!])).toEqual([]);
  });

  it('is that it came back after everything was over', () => {
    const again = member({ openedAt: at('12:20:00'), since: at('12:19:00') }, { region: us });
    expect(news([member(healed)], [member(healed), again])).toEqual(['reopened@2026-11-21T12:20:00.000Z']);
  });

  it('is no return when a further Region is found while the first still stands', () => {
    expect(news([member()], [member(), member({ openedAt: at('12:01:00') }, { region: us })])).toEqual([]);
  });

  it('is one interruption, however many Regions report it one after the other', () => {
    const later = member(
      { ...bornHealed, openedAt: at('12:00:20'), resolvedAt: at('12:00:20') },
      { region: us },
    );
    expect(ids([member(bornHealed)])).toContain('interrupted');
    expect(news([member(bornHealed)], [member(bornHealed), later])).toEqual([]);
  });

  it('is an acceptance, with its reason', () => {
    const accepted = member({ state: 'whitelisted', exemptBecause: 'a test account' });
    expect(news([member()], [accepted])).toEqual(['whitelisted@2026-11-21T12:00:10.000Z']);
    expect(words([accepted])).toContain('Accepted as known: a test account.');
  });

  it('is not its end while it is accepted, and is the end of what was not', () => {
    const before = member({ state: 'whitelisted' });
    const healed = { state: 'resolved', resolvedAt: at('12:30:00') } as const;
    expect(news([before], [member({ ...healed, endedExempt: true })])).toEqual([]);
    const later = member({ ...healed, resolvedAt: at('12:40:00') }, { region: us });
    expect(
      news([before, member({}, { region: us })], [member({ ...healed, endedExempt: true }), later]),
    ).toEqual(['resolved@2026-11-21T12:40:00.000Z']);
  });

  it('is who did it, when that is found later, once', () => {
    const unknown = member({ causedBy: undefined });
    expect(news([unknown], [member()])).toEqual(['actor-e-1']);
    const second = trigger({ eventId: 'e-2', sameAs: 'e-2', at: at('12:00:30') });
    expect(ids([member(), member({ causedBy: 'e-2' }, { region: us })], [second, trigger()])).toContain(
      'actor-e-1',
    );
  });

  it('is how bad it got: with the headline while it lasts, and in a word once it is over', () => {
    const high = { severity: 'high', peak: 'high' } as const;
    const open = announcementOf(view([member(high)]), { accounts: names, now });
    expect(plainText(open.milestones[0]?.words ?? [])).toBe(`It got worse. ${open.headline}`);
    expect(words([member({ ...healed, ...high })])[0]).toBe('The severity was high while it lasted.');
    expect(ids([])).toEqual(['interrupted']);
  });

  it.each([
    [9, undefined],
    [10, 'accounts-10'],
    [99, 'accounts-10'],
    [100, 'accounts-100'],
    [1204, 'accounts-1000'],
  ])('is at %i accounts %s, with their list', (number, id) => {
    const members = Array.from({ length: number }, (_, index) =>
      member({}, { account: account(String(200_000_000_000 + index)) }),
    );
    const all = announcementOf(view(members), { accounts: names, now }).milestones;
    expect(all.find((one) => one.id.startsWith('accounts'))).toEqual(
      id === undefined ? undefined : expect.objectContaining({ id, withAccounts: true }),
    );
  });

  it('is a return only after the last of them had ended, in whatever order they are read', () => {
    const opens = (openedAt: string, resolvedAt: string | undefined, where: typeof us) =>
      member(
        resolvedAt === undefined
          ? { openedAt: at(openedAt) }
          : { ...healed, openedAt: at(openedAt), resolvedAt: at(resolvedAt) },
        { region: where },
      );
    const first = opens('12:00:10', '12:07:51', region('eu-west-1'));
    const bridge = opens('12:05:00', '12:30:00', region('eu-west-2'));
    const during = opens('12:20:00', undefined, us);
    const after = opens('12:40:00', undefined, us);
    const at_ = opens('12:30:00', undefined, us);
    const returns = (...members: Member[]) => ids(members).filter((id) => id.startsWith('reopened'));
    for (const order of [(all: Member[]) => all, (all: Member[]) => all.toReversed()]) {
      expect(returns(...order([first, bridge, during]))).toEqual([]);
      expect(returns(...order([first, bridge, at_]))).toEqual([]);
      expect(returns(...order([first, bridge, after]))).toEqual(['reopened@2026-11-21T12:40:00.000Z']);
    }
    // One that was over when it was seen is neither a beginning nor an end.
    const seenOver = member({ ...bornHealed, openedAt: at('12:10:00'), resolvedAt: at('12:10:00') });
    expect(returns(seenOver, opens('12:20:00', undefined, us))).toEqual([]);
    expect(words([first, after]).at(-1)).toMatch(
      /^It is back since 2026-11-21 12:40:00 UTC\. Management events/,
    );
  });

  it.each([
    [{}, 'without a reason given'],
    [{ exemptBecause: 'a test' }, 'a test'],
    [{ exemptBecause: 'a test', exemptBy: 'dana' }, 'a test, accepted by dana'],
    [{ exemptBecause: 'a test', exemptUntil: at('13:00:00') }, 'a test, until 2026-11-21 13:00 UTC'],
  ])('is an acceptance with all that is known of it: %o', (changes, said) => {
    expect(words([member({ state: 'whitelisted', ...changes })]).at(-1)).toBe(`Accepted as known: ${said}.`);
  });

  it('is an acceptance of what opened last, and of what is accepted each reason once', () => {
    const accepted = (exemptBecause: string, openedAt: string, where = us) =>
      member({ state: 'whitelisted', exemptBecause, openedAt: at(openedAt) }, { region: where });
    const all = [
      accepted('one', '12:05:00'),
      accepted('one', '12:06:00', region('eu-west-2')),
      accepted('two', '12:01:00', region('eu-west-3')),
    ];
    expect(ids(all)).toContain('whitelisted@2026-11-21T12:06:00.000Z');
    expect(acceptancesOf([...all, member()]).map(plainText)).toEqual(['one', 'two']);
  });

  it('is the end of the last that ended, and that it was over when only that was ever seen', () => {
    const ends = (resolvedAt: string, where = us) =>
      member({ ...healed, resolvedAt: at(resolvedAt) }, { region: where });
    const members = [ends('12:20:00'), ends('12:09:00', region('eu-west-2')), member(bornHealed)];
    expect(ids(members)).toContain('resolved@2026-11-21T12:20:00.000Z');
    expect(words([member(bornHealed)]).at(-1)).toMatch(/^It was over when it was seen\. /);
  });

  it('is that it is not followed any more, since the last of it was given up', () => {
    const left = (when: string, because: 'account-left' | 'region-disabled', where = us) =>
      member({ closed: { at: at(when), because } }, { region: where });
    const members = [
      left('13:00:00', 'account-left'),
      left('13:05:00', 'region-disabled', region('eu-west-2')),
    ];
    expect(ids(members)).toContain('out-of-scope@2026-11-21T13:05:00.000Z');
    expect(words(members).at(-1)).toBe(
      'No longer followed: the Region was disabled and the account left the organization or was closed. No repair was seen.',
    );
  });
});
