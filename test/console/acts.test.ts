import type { Message } from '@aws-sdk/client-sqs';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, expect, test } from 'vitest';
import { memoryAcceptances } from '#adapters/memory/memory-acceptances.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { consoleActs } from '#console/acts.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { finding, healed, incidentId, member, now, prod, view } from '#test/given/incidents.ts';

type Parts = Parameters<typeof consoleActs>[0];

const url = 'http://127.0.0.1/1/queue';
let sent: string[];
let letters: Message[];
let known: IncidentView | undefined;
let acceptances: ReturnType<typeof memoryAcceptances>;
let act: ReturnType<typeof consoleActs>;
beforeEach(() => {
  sent = [];
  letters = [];
  known = view([member()]);
  acceptances = memoryAcceptances();
  const centre = {
    variables: { EVENTS_QUEUE_URL: url, FAN_OUT_QUEUE_URL: url },
    sqs: {
      send: async (command: { input: { MessageBody: string } }) => {
        if (command instanceof ReceiveMessageCommand) return { Messages: letters.splice(0) };
        if (command instanceof SendMessageCommand) sent.push(command.input.MessageBody);
        return {};
      },
    },
    deadLetterUrls: ['http://127.0.0.1/1/x-EventsDeadLetters', 'http://127.0.0.1/1/x-ScheduledDeadLetters'],
    sts: {
      send: async (command: unknown) => {
        expect(command).toBeInstanceOf(GetCallerIdentityCommand);
        return { Arn: 'arn:aws:sts::123456789012:assumed-role/ops/dana@example.com' };
      },
    },
  };
  // Of stores and clients only what acts use is there.
  act = consoleActs({
    centre,
    clock: settableClock(now),
    stores: { acceptances, incidents: { readIncident: async () => known } },
  } as unknown as Parts);
});

const looks = () => sent.map((body) => JSON.parse(body) as { account: string; why: string });

test('an incident is looked at again, and so is a place', async () => {
  const words = '1 account will be looked at now.';
  expect(await act({ act: 'recheck', incident: 'i-1' })).toEqual({ done: true, words });
  expect(await act({ act: 'recheck', account: prod, region: 'eu-west-1' })).toEqual({ done: true, words });
  expect(looks()).toEqual([
    expect.objectContaining({ account: prod, why: 'look-again' }),
    expect.objectContaining({ account: prod, why: 'look-again' }),
  ]);
});

test('accepting is done in the name of who is signed in, with reason and end, and taken back', async () => {
  const asked = { act: 'accept', incident: 'i-1', reason: 'being moved', days: 7 };
  expect(await act(asked)).toMatchObject({ done: true });
  expect(await acceptances.listAcceptances()).toMatchObject([
    {
      accountId: prod,
      incident: incidentId('i-1'),
      reason: 'being moved',
      owner: 'dana@example.com',
      by: 'arn:aws:sts::123456789012:assumed-role/ops/dana@example.com in the console',
      until: now + 7 * 24 * 3600_000,
    },
  ]);
  expect(await act({ act: 'unaccept', id: 'i-1' })).toMatchObject({ done: true });
  expect((await acceptances.listAcceptances())[0]?.until).toBe(now);
  expect(looks()).toHaveLength(2);
});

test('dead letters go back to their queue; what no queue reads stays', async () => {
  letters = [{ MessageId: 'm-1', Body: '{"account":"1"}', ReceiptHandle: 'r' }];
  const words = '1 message sent back to the queue.';
  expect(await act({ act: 'replay', queue: 'x-EventsDeadLetters' })).toEqual({ done: true, words });
  expect(sent).toEqual(['{"account":"1"}']);
  letters = [{ MessageId: 'm-2', Body: '{}', ReceiptHandle: 'r' }];
  expect(await act({ act: 'replay', queue: 'x-ScheduledDeadLetters' })).toMatchObject({ done: false });
  expect(await act({ act: 'replay', queue: 'of-a-stranger' })).toMatchObject({ done: false });
  expect(sent).toHaveLength(1);
});

test.each([
  ['an incident that is over', { act: 'accept', incident: 'i-1', reason: 'x', days: 7 }, /not open any more/],
  ['no reason', { act: 'accept', incident: 'i-1', reason: ' ', days: 7 }, /reason is needed/],
  ['what is not accepted', { act: 'unaccept', id: 'i-1' }, /not accepted at run time/],
  ['an id that is none', { act: 'recheck', incident: '../x' }, /no such incident/],
  ['a place that is none', { act: 'recheck', account: '1', region: 'eu-west-1' }, /no such place/],
])('%s is refused in words, and nothing is done', async (_, asked, why) => {
  known = view([member(finding(healed))]);
  const answer = await act(asked);
  expect(answer?.done).toBe(false);
  expect(answer?.words).toMatch(why);
  expect(sent).toEqual([]);
  expect(await acceptances.listAcceptances()).toEqual([]);
});

test.each([
  [{ act: 'attack', id: 'x' }],
  [{ act: 'accept', incident: 'i-1', reason: 'x', days: 4000 }],
  [undefined],
  ['x'],
])('what is no act of the console is left to others: %j', async (asked) => {
  expect(await act(asked)).toBeUndefined();
});
