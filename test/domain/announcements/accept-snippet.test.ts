import { expect, test } from 'vitest';
import { acceptSnippet } from '#domain/announcements/accept-snippet.ts';
import type { Member } from '#domain/issues/incident.ts';
import { account, at, healed, member, prod, region, trailArn, view } from '#test/given/incidents.ts';

const snippet = (...members: Member[]): unknown => {
  const text = acceptSnippet(view(members), at('12:00:10'));
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
};
const said = { reason: 'WHY', owner: 'WHO', expires: '2026-12-21' };
const virginia = region('us-east-1');

test('what to paste names the trail, or each Region where there is none, for 30 days', () => {
  const noTrail = { rule: 'no-trail', subject: '-' } as const;
  expect(
    snippet(
      member(),
      member({}, { region: virginia }),
      member(noTrail),
      member(noTrail, { region: virginia }),
    ),
  ).toEqual({
    cloudtrails: {
      [prod]: [
        { trail: trailArn, rules: ['logging-stopped'], ...said },
        { region: 'eu-west-1', rules: ['no-trail'], ...said },
        { region: 'us-east-1', rules: ['no-trail'], ...said },
      ],
    },
  });
});

test('there is nothing to paste where nothing is open, and for more accounts than a person checks', () => {
  expect(snippet()).toBeUndefined();
  expect(snippet(member(healed), member({ state: 'whitelisted' }))).toBeUndefined();
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      member({}, { account: account(String(200_000_000_000 + index)) }),
    );
  expect(Object.keys((snippet(...many(5)) as { cloudtrails: object }).cloudtrails)).toHaveLength(5);
  expect(snippet(...many(6))).toBeUndefined();
});

test('there is nothing to paste that would be too long for a ticket', () => {
  const trails = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      member({
        subject: `arn:aws:cloudtrail:eu-west-1:${prod}:trail/${'x'.repeat(100)}-${index}` as typeof trailArn,
      }),
    );
  expect(snippet(...trails(5))).toBeDefined();
  expect(snippet(...trails(60))).toBeUndefined();
});
