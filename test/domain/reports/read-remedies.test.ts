import { expect, test } from 'vitest';
import { plainText } from '#domain/announcements/wording.ts';
import { remedyForRefusal } from '#domain/reports/read-remedies.ts';
import type { Unreadable } from '#domain/facts/observation.ts';

const again = 'trailwarden sweep';
const policy = (kind: string) =>
  `User: x is not authorized to perform: y with an explicit deny in a ${kind} control policy`;

const refusal = (operation: string, code: string, message = 'no'): Unreadable => ({
  operation,
  code,
  message,
});

test.each([
  [
    refusal('cloudtrail:DescribeTrails', 'UnrecognizedClientException'),
    /^AWS answers so where a Region is off/,
    undefined,
  ],
  [refusal('sts:AssumeRole', 'InvalidClientTokenId'), /^AWS answers so where a Region is off/, undefined],
  [refusal('cloudtrail:DescribeTrails', 'ThrottlingException'), /^If it lasts, ask again now:$/, again],
  [refusal('cloudtrail:DescribeTrails', 'NotAccessDenied'), /^If it lasts/, again],
  [
    refusal('sts:AssumeRole', 'AccessDenied', policy('service')),
    /^Exempt the read role from the policy/,
    undefined,
  ],
  [
    refusal('s3:GetBucketPolicy', 'AccessDeniedException', policy('Resource')),
    /^Exempt the read role/,
    undefined,
  ],
  [refusal('sts:AssumeRole', 'AccessDenied'), /^Deploy the read role there .*, then ask again:$/, again],
  [refusal('sts:AssumeRole', 'UnauthorizedOperation'), /^Deploy the read role there/, again],
  [refusal('s3:GetBucketPolicy', 'Forbidden'), /^Let the read role call it: deploy the stack set/, undefined],
] as const)('what to do when AWS answers %o', (why, words, command) => {
  const remedy = remedyForRefusal(why);
  expect(plainText(remedy.words)).toMatch(words);
  expect(remedy.command).toBe(command);
});
