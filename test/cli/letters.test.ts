import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { letterLine, lettersIn, release, sendBack, takeOut } from '#console/letters.ts';
import { startSqs } from '#test/contracts/sqs.ts';

describe('dead letters', () => {
  async function filled() {
    const { sqs, queue, receive } = await startSqs();
    const [dead, alive] = [await queue('trailwarden-prod-SlackDeadLetters-1A'), await queue('slack')];
    const body = JSON.stringify({ incident: 'i-1', why: 'channel_not_found' });
    await sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody: body }));
    const read = () => lettersIn(sqs, [dead], { SLACK_QUEUE_URL: alive });
    return { sqs, dead, alive, receive, read };
  }

  test('are said in words: what, about whom, and why', async () => {
    const { read } = await filled();
    const [letter] = await read();
    expect(letterLine(letter!)).toMatch(
      /^[\w-]+ {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}SlackDeadLetters {2}something that Slack was not told \(i-1\): channel_not_found$/,
    );
  });

  test('are sent back to the queue they came from, and then are no dead letters any more', async () => {
    const { sqs, alive, receive, read } = await filled();
    const [letter] = await read();
    await sendBack(sqs, { ...letter!, backTo: letter!.backTo! });
    expect(await receive(alive)).toEqual([{ incident: 'i-1', why: 'channel_not_found' }]);
    await release(sqs, [letter!]);
    expect(await read()).toEqual([]);
  });

  test('that are released can be read again at once', async () => {
    const { sqs, read } = await filled();
    await release(sqs, await read());
    expect(await read()).toHaveLength(1);
  });

  test('that are dropped are gone', async () => {
    const { sqs, read } = await filled();
    const [letter] = await read();
    await takeOut(sqs, letter!);
    expect(await read()).toEqual([]);
  });

  test('that no queue reads, and bodies that are no JSON, are said all the same', async () => {
    const { sqs, queue } = await startSqs();
    const dead = await queue('trailwarden-prod-ScheduledDeadLetters-1A');
    await sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody: 'no JSON' }));
    const [letter] = await lettersIn(sqs, [dead], {});
    expect(letter?.backTo).toBeUndefined();
    expect(letterLine(letter!)).toMatch(/a scheduled run that failed three times$/);
  });
});
