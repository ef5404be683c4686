import { expect, it } from 'vitest';
import { createActivity } from '#simulators/aws-cloud/activity.ts';
import { createAgenda } from '#simulators/aws-cloud/agenda.ts';
import { createClock } from '#simulators/aws-cloud/clock.ts';
import { createPassingTime } from '#simulators/aws-cloud/passing-time.ts';
import type { QueueReport, Queues } from '#simulators/aws-cloud/queues.ts';

const hour = 3_600_000;
const message = { messageId: 'm-1', body: 'late', receiveCount: 0 };
const empty: QueueReport = { name: 'Queue', visible: [], delayed: [], held: [] };

it('a message that becomes visible while all else settles is received before time jumps', async () => {
  const clock = createClock();
  const begun = clock.now();
  const delayed = { ...empty, delayed: [{ ...message, dueAt: begun + 1 }] };
  // At rest when it was looked first, visible a moment later, received after one more look.
  const looks = [delayed, { ...empty, visible: [message] }, { ...empty, visible: [message] }];
  let receivedAt: number | undefined;
  const queues: Pick<Queues, 'inspect'> = {
    inspect: () => {
      const report = looks.shift();
      if (report === undefined) receivedAt ??= clock.now();
      return Promise.resolve([report ?? empty]);
    },
  };
  const time = createPassingTime({
    clock,
    activity: createActivity(),
    agenda: createAgenda(clock),
    queues: queues as Queues,
    sqs: [{ queue: 'Queue', isAtRest: ({ visible }) => visible.length === 0, stop: () => undefined }],
    streams: [],
  });
  await time.advance(hour);
  expect((receivedAt ?? Infinity) - begun).toBeLessThan(hour / 2);
  expect(clock.now() - begun).toBeGreaterThanOrEqual(hour);
});
