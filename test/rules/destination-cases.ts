import {
  archive,
  bucketWith,
  days,
  expiring,
  foundBucket,
  refused,
} from '#test/domain/findings/destinations.ts';
import type { Seen } from '#test/domain/findings/looks.ts';
import { logging } from '#test/domain/findings/looks.ts';

const main = logging('main');
const kept = { buckets: [], keys: [], accounts: [], keptDays: 90 };
/** One look at the trail `main`, whose bucket or key was found like this. */
const found = (...destinations: NonNullable<Seen['destinations']>): Seen => ({
  sights: [main],
  destinations,
  expected: kept,
});

const unread = { when: 'nobody has looked at the bucket yet', seen: found() };
const hiddenBucket = {
  when: 'the account that owns the bucket cannot be asked',
  seen: found(foundBucket({ is: 'hidden', why: refused })),
};

/** The cases of the rules about what trails deliver to. */
export const destinationCases = {
  'logs-expire-early': {
    fires: [
      {
        when: 'a lifecycle rule deletes log files after a day',
        severity: 'high',
        seen: found(expiring({ prefix: '*', days: 1 })),
      },
      {
        when: 'it is about a part of them',
        severity: 'high',
        seen: found(expiring({ prefix: 'AWSLogs/111122223333/CloudTrail/eu-west-1', days: 89 })),
      },
      {
        when: 'it names the day',
        severity: 'high',
        seen: found(expiring({ date: days(3) })),
      },
      {
        when: 'it deletes former versions only',
        severity: 'low',
        seen: found(expiring({ formerDays: 1 })),
      },
    ],
    silent: [
      { when: 'there is no lifecycle rule', seen: found(expiring()) },
      { when: 'they are kept long enough', seen: found(expiring({ days: 90, formerDays: 1 })) },
      {
        when: 'it is about other files',
        seen: found(expiring({ prefix: 'AWSLogs/111122223333/Config', days: 1 })),
      },
      { when: 'it is about tagged files', seen: found(expiring({ tagged: true, days: 1 })) },
      {
        when: 'nobody minds (minimum_retention_days is 0)',
        seen: { ...found(expiring({ days: 1 })), expected: { ...kept, keptDays: 0 } },
      },
      { when: 'the bucket is gone', seen: found(foundBucket({ is: 'gone', owner: archive })) },
    ],
    blind: [
      unread,
      hiddenBucket,
      {
        when: 'its lifecycle rules cannot be read',
        seen: found(bucketWith({ expiry: { kind: 'unreadable', why: refused } })),
      },
    ],
  },
} as const;
