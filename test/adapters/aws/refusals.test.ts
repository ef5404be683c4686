import { describe, expect, it } from 'vitest';
import { isSessionUnknown, refusalOf, sight } from '#adapters/aws/refusals.ts';

/** An error as the SDK throws it. */
function thrown(name: string, fault: 'client' | 'server' = 'client'): Error {
  return Object.assign(new Error('the answer of AWS'), { name, $fault: fault });
}

describe('what AWS answers', () => {
  it.each(['AccessDenied', 'AccessDeniedException', 'TrailNotFoundException', 'OptInRequired'])(
    'is a refusal by the account: %s',
    (name) => {
      expect(refusalOf('cloudtrail:DescribeTrails', thrown(name))).toMatchObject({ code: name });
    },
  );

  it.each(['ThrottlingException', 'RequestLimitExceeded', 'ExpiredTokenException', 'InternalError'])(
    'passes by itself: %s',
    (name) => {
      expect(refusalOf('cloudtrail:DescribeTrails', thrown(name))).toBeUndefined();
    },
  );

  it.each(['RequestTimeTooSkewed', 'SignatureDoesNotMatch', 'InvalidSignatureException'])(
    'is our own clock, and says nothing of the account: %s',
    async (name) => {
      expect(refusalOf('cloudtrail:DescribeTrails', thrown(name))).toBeUndefined();
      const failed = sight('cloudtrail:DescribeTrails', () => Promise.reject(thrown(name)));
      await expect(failed).rejects.toThrow('to be tried again');
    },
  );

  it.each([
    ['UnrecognizedClientException', true],
    ['InvalidClientTokenId', true],
    ['AccessDenied', false],
  ])('tells whether the session is unknown: %s', (name, unknown) => {
    const why = refusalOf('cloudtrail:DescribeTrails', thrown(name));
    expect(why && isSessionUnknown(why)).toBe(unknown);
  });
});
