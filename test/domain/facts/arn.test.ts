import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseArn, printArn } from '#domain/values/arn.ts';
import { parseTrailArn, printTrailArn } from '#domain/values/trail-arn.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseRegion } from '#domain/values/region.ts';

const word = fc.stringMatching(/^[^:]{1,20}$/u);
const field = fc.stringMatching(/^[^:]{0,20}$/u);

test('print(parse(arn)) = arn and parse(print(fields)) = fields, colons in the resource included', () => {
  const fields = fc.record({
    partition: word,
    service: word,
    region: field,
    account: field,
    resource: fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(':')),
  });
  fc.assert(
    fc.property(fields, (one) => {
      const arn = printArn(one);
      expect(parseArn(arn)).toEqual(one);
      expect(printArn(parseArn(arn)!)).toBe(arn);
    }),
  );
});

test('print(parse(arn)) = arn for trails', () => {
  const fields = fc.record({
    partition: fc.constantFrom('aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'),
    owner: fc.stringMatching(/^\d{12}$/).map((text) => parseAccountId(text)!),
    homeRegion: fc.constantFrom('eu-west-1', 'us-gov-east-1', 'cn-north-1').map((text) => parseRegion(text)!),
    name: fc.stringMatching(/^[A-Za-z0-9][\w.-]{2,60}$/),
  });
  fc.assert(
    fc.property(fields, (one) => {
      expect(parseTrailArn(printTrailArn(one))).toEqual(one);
    }),
  );
});

test('no text makes the parsers throw, and what they refuse is no ARN', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.string({ unit: 'binary' })), (junk) => {
      if (parseArn(junk) === undefined) expect(parseTrailArn(junk)).toBeUndefined();
      else expect(String(junk)).toMatch(/^arn:/);
    }),
  );
});

test.each([
  'arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/e-1',
  'arn:aws:s3:::trail/main',
  'arn:aws:cloudtrail:eu-west-1:11112222333:trail/main',
  'arn:aws:cloudtrail:somewhere:111122223333:trail/main',
  'arn:aws:cloudtrail:eu-west-1:111122223333:trail/',
  'main',
])('%s is no ARN of a trail', (text) => {
  expect(parseTrailArn(text)).toBeUndefined();
});
