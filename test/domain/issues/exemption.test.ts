import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Exemption, ExemptionScope } from '#domain/issues/exemption.ts';
import { exempts, hasExpired } from '#domain/issues/exemption.ts';
import { leftKinds } from '#domain/findings/finding.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant, plusSeconds } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import { asTrailArn } from '#domain/values/trail-arn.ts';

const accountId = fc.constantFrom('123456789012', '210987654321').map((text) => parseAccountId(text)!);
const region = fc.constantFrom('eu-west-1', 'us-east-1').map((text) => parseRegion(text)!);
const trail = fc
  .constantFrom('one', 'two')
  .map((name) => asTrailArn(`arn:aws:cloudtrail:eu-west-1:123456789012:trail/${name}`)!);
const rule = fc.constantFrom('logging-stopped', 'no-trail');
const role = fc.constantFrom(
  'arn:aws:iam::123456789012:role/pipeline',
  'arn:aws:iam::123456789012:role/other',
);
const moment = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instant);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const exemption: fc.Arbitrary<Exemption> = fc.record({
  accountId,
  region: maybe(region),
  trail: maybe(trail),
  rules: maybe(fc.array(rule)),
  actor: maybe(role),
  expires: maybe(moment),
});
const scope: fc.Arbitrary<ExemptionScope> = fc.record({
  accountId,
  region,
  rule,
  subject: fc.oneof(trail, fc.constant('-' as const)),
  callerRole: maybe(role),
  left: maybe(fc.constantFrom(...leftKinds)),
});

test('an exemption covers every finding in its scope while it lasts', () => {
  fc.assert(
    fc.property(exemption, scope, moment, (given, place, now) => {
      const inside: ExemptionScope = {
        accountId: given.accountId,
        region: given.region ?? place.region,
        subject: given.trail ?? place.subject,
        rule: given.rules?.[0] ?? place.rule,
        callerRole: given.actor ?? place.callerRole,
        left: given.actor === undefined ? place.left : 'own',
      };
      fc.pre(given.rules?.length !== 0);
      expect(exempts(given, inside, now)).toBe(given.expires === undefined || now < given.expires);
    }),
  );
});

test('nothing outside its scope is covered: each thing it names has to agree', () => {
  fc.assert(
    fc.property(exemption, scope, moment, (given, place, now) => {
      if (!exempts(given, place, now)) return;
      expect(place.accountId).toBe(given.accountId);
      expect(place.region).toBe(given.region ?? place.region);
      expect(place.subject).toBe(given.trail ?? place.subject);
      expect(given.rules ?? [place.rule]).toContain(place.rule);
      if (given.actor === undefined) return;
      expect(place.callerRole).toBe(given.actor);
      expect(['own', 'doubtful']).toContain(place.left);
    }),
  );
});

test.each([
  ['own', true],
  ['doubtful', true],
  ['less', false],
  ['unknown', false],
  ['nothing', false],
  [undefined, false],
] as const)('what a role does is covered where what is left is %s: %s', (left, covered) => {
  fc.assert(
    fc.property(scope, moment, (place, now) => {
      const actor = 'arn:aws:iam::123456789012:role/pipeline';
      const given = { accountId: place.accountId, actor };
      expect(exempts(given, { ...place, callerRole: actor, left }, now)).toBe(covered);
    }),
  );
});

test('it holds until the moment before its expiry, and never after', () => {
  fc.assert(
    fc.property(exemption, moment, (given, expires) => {
      const limited = { ...given, expires };
      expect(hasExpired(limited, instant(expires - 1))).toBe(false);
      expect(hasExpired(limited, expires)).toBe(true);
      expect(hasExpired(limited, plusSeconds(expires, 1))).toBe(true);
    }),
  );
});
