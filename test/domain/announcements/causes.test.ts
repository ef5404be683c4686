import { expect, it } from 'vitest';
import { causesOf } from '#domain/announcements/causes.ts';
import { timelineOf } from '#domain/announcements/timeline.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { actorName } from '#domain/issues/burst.ts';
import { alice, at, bornHealed, member, names, region, trigger, view } from '#test/given/incidents.ts';

const call = (eventId: string, clock: string | undefined) =>
  trigger({ eventId, sameAs: eventId, at: clock === undefined ? undefined : at(clock) });

it('lists the calls of an incident the oldest first, those without a time last, equal ones by their ids', () => {
  const calls = [
    call('e-5', undefined),
    call('e-3', '12:00:03'),
    call('e-1', '12:00:01'),
    call('e-2', '12:00:03'),
    call('e-4', undefined),
  ];
  const members = calls.map(({ eventId }, index) =>
    member({ causedBy: eventId }, { region: region(`eu-west-${index + 1}`) }),
  );
  const order = ['e-1', 'e-2', 'e-3', 'e-4', 'e-5'];
  expect(causesOf(view(members, calls)).map(({ eventId }) => eventId)).toEqual(order);
  expect(causesOf(view(members, calls.toReversed())).map(({ eventId }) => eventId)).toEqual(order);
  expect(causesOf(view([member({ causedBy: undefined })], calls))).toEqual([]);
});

it('says that something was already over only if all that was found then was', () => {
  const born = member({ ...bornHealed, openedAt: at('12:00:10'), resolvedAt: at('12:00:10') });
  const found = (...members: Parameters<typeof view>[0]) =>
    timelineOf(view(members, []), [], names)
      .filter(({ kind }) => kind === 'found')
      .map(({ words }) => plainText(words));
  expect(found(born)).toEqual(['Found, already over: 1 account, eu-west-1.']);
  expect(found(born, member({}, { region: region('us-east-1') }))).toEqual(['Found: 1 account, 2 Regions.']);
});

it('tells actors apart by ARN, or by kind, person and account, in 500 characters', () => {
  expect(actorName({ ...alice, arn: 'arn:aws:iam::1:user/a' })).toBe('arn:aws:iam::1:user/a');
  expect(actorName({ ...alice, arn: undefined })).toBe('identity-center alice@example.com 111122223333');
  expect(actorName({ kind: 'root' })).toBe('root  ');
  expect(actorName({ ...alice, arn: 'x'.repeat(900) })).toHaveLength(500);
});
