import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { excerpt } from './excerpt.ts';
import { auditorsBuckets } from './people.ts';
import type { Stage } from './stage.ts';
import type { Chapter, Seen } from './story.ts';
import { accounts } from './world.ts';

const bucket = 'payments-logs';
const minute = 60_000;

/** A plausible policy that blocks CloudTrail: only the auditors may access their bucket. */
const auditorsOnly = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'OnlyUs',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${accounts.auditors}:root` },
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    },
  ],
};

async function breakBucket(stage: Stage): Promise<Seen> {
  const { cloud } = stage.rehearsal;
  const from = stage.moments.all.length;
  stage.screen.deed('AWS', `the auditors put a new policy on their bucket ${bucket}`, cloud.clock.now());
  const Policy = JSON.stringify(auditorsOnly);
  await auditorsBuckets(stage).send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  stage.screen.deed('Clock', 'six minutes go by; CloudTrail tries to deliver', cloud.clock.now());
  await cloud.advance(6 * minute);
  return { actual: { events: stage.moments.all.slice(from).filter(({ kind }) => kind === 'event').length } };
}

async function sweep(stage: Stage): Promise<Seen> {
  const { cloud } = stage.rehearsal;
  const [messages, tickets] = [stage.messages(), stage.tickets()];
  stage.screen.deed('AWS', 'the daily sweep asks for a look at every account', cloud.clock.now());
  cloud.runSchedule(cloud.nameOf('SweepLambdaFunction'));
  await cloud.advanceUntil(() => stage.messages() > messages && stage.tickets() > tickets, 30 * minute);
  await cloud.advance(10_000);
  const text = renderMessage(stage.message(), { width: 10_000 });
  return {
    actual: {
      messages: stage.messages() - messages,
      tickets: stage.tickets() - tickets,
      bucket: text.includes(bucket),
      error: /AWS says: (\w+)/.exec(text)?.[1] ?? 'none',
    },
  };
}

/** A trail logs, but its log files are not delivered: the sweep finds it without an event. */
export const brokenBucket: Chapter<Stage> = {
  title: 'A bucket refuses the log files',
  about: 'The bucket belongs to an account that is not watched, so no event tells of its new policy.',
  steps: [
    {
      step: 'no-event',
      promise: 'No event came',
      expected: { events: 0 },
      actual: breakBucket,
    },
    {
      step: 'sweep-finds-it',
      promise: 'The sweep found the delivery error: one message, one ticket, the bucket by name',
      expected: { messages: 1, tickets: 1, bucket: true, error: 'AccessDenied' },
      actual: sweep,
      show: ({ screen, message }) =>
        screen.picture('Slack, #cloudtrail', excerpt(renderMessage(message()), { head: 18 })),
    },
  ],
};
