import { expect, test } from 'vitest';
import { plainText } from '#domain/announcements/wording.ts';
import { uninspectedLines } from '#domain/reports/unseen-lines.ts';
import { accountIds, day } from '#test/given/days.ts';

const why = { operation: 's3:GetBucketPolicy', code: 'AccessDenied', message: 'no' };

test.each([
  [1, '1 bucket (b-0), used in team-1 (200000000000): '],
  [4, '4 buckets (b-0, b-1, b-2, b-3), used in team-1 (200000000000), team-2 (200000000011) and 2 more: '],
  [
    5,
    '5 buckets (b-0, b-1, b-2, b-3 and 1 more), used in team-1 (200000000000), team-2 (200000000011) and 3 more: ',
  ],
])('%i buckets that could not be inspected are named, four of them', (count, begin) => {
  const destinations = accountIds(count).map((one, index) => ({
    kind: 'bucket' as const,
    id: `b-${index}`,
    accounts: [one],
    inspection: { is: 'refused', at: day(1).now, why, ownerUnknown: false } as const,
  }));
  const [line, ...others] = uninspectedLines({ ...day(count), destinations }).map(plainText);
  expect(others).toEqual([]);
  expect(line).toBe(
    `${begin}s3:GetBucketPolicy was refused with AccessDenied. Let the read role of the owner call it: deploy the stack set trailwarden-roles again.`,
  );
});
