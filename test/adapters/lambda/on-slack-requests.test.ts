import type { Context, LambdaFunctionURLEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { onSlackRequests } from '#adapters/lambda/on-slack-requests.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { Press } from '#ports/answers.ts';
import { urlEvent } from '#simulators/aws-cloud/function-url.ts';
import type { Pressed } from '#simulators/slack/press.ts';
import { pressRequest } from '#simulators/slack/press.ts';
import { noon } from '#test/given/shop.ts';

const secret = 'a secret';
const onIt: Pressed = {
  user: { id: 'U01', name: 'jane' },
  channel: 'C01',
  action: 'trailwarden-on-it',
  value: 'i-1',
};

function hearing(secrets: readonly string[] = [secret]) {
  const clock = settableClock(noon);
  const sent: Press[] = [];
  const reads: boolean[] = [];
  const handler = onSlackRequests({
    clock,
    signingSecret: async (anew = false) => {
      reads.push(anew);
      return (anew ? secrets.at(-1) : secrets[0]) ?? '';
    },
    send: async (press) => void sent.push(press),
  });
  const ask = async (request: { headers: Readonly<Record<string, string>>; body: string }) => {
    const event = urlEvent(request, clock.now()) as LambdaFunctionURLEvent;
    const answer = await handler(event, {} as Context);
    return typeof answer === 'string' ? answer : answer.statusCode;
  };
  return { clock, sent, reads, ask };
}

describe('a press that Slack has signed', () => {
  it('is answered 200 and queued: who pressed what, where and when', async () => {
    const { ask, sent } = hearing();
    expect(await ask(pressRequest(onIt, secret, noon))).toBe(200);
    expect(sent).toMatchObject([
      { action: 'on-it', incident: 'i-1', person: { id: 'U01', name: 'jane' }, at: noon, channel: 'C01' },
    ]);
  });

  it('is read with what was filled into its form', async () => {
    const { ask, sent } = hearing();
    const fields = { days: '7', reason: 'It is replaced' };
    await ask(pressRequest({ ...onIt, action: 'trailwarden-accept-form', fields }, secret, noon));
    expect(sent).toMatchObject([{ action: 'accept-form', days: 7, reason: 'It is replaced' }]);
  });

  it('is taken once: a replay is refused', async () => {
    const { ask, sent } = hearing();
    const request = pressRequest(onIt, secret, noon);
    expect([await ask(request), await ask(request)]).toEqual([200, 401]);
    expect(sent).toHaveLength(1);
  });

  it('is taken after the secret was changed, which is read anew once a minute at most', async () => {
    const { ask, sent, reads } = hearing(['the old one', secret]);
    expect(await ask(pressRequest(onIt, secret, noon))).toBe(200);
    for (let time = 0; time < 50; time += 1) await ask(pressRequest(onIt, `forged ${time}`, noon));
    expect(sent).toHaveLength(1);
    expect(reads.filter((anew) => anew)).toHaveLength(1);
  });

  it('is passed over when it is about something else, and answered all the same', async () => {
    const { ask, sent } = hearing();
    for (const changes of [
      { action: 'other-app' },
      { value: 'No Incident!' },
      { action: 'trailwarden-delete' },
    ])
      expect(await ask(pressRequest({ ...onIt, ...changes }, secret, noon))).toBe(200);
    expect(sent).toEqual([]);
  });
});

describe('refused, with nothing queued, is a request', () => {
  it.each([
    [
      'that is forged',
      (request: ReturnType<typeof pressRequest>) => ({ ...request, body: `${request.body}&x=1` }),
    ],
    ['without a signature', ({ body }: ReturnType<typeof pressRequest>) => ({ headers: {}, body })],
    [
      'that is huge',
      (request: ReturnType<typeof pressRequest>) => ({ ...request, body: 'x'.repeat(300_000) }),
    ],
  ])('%s', async (_, change) => {
    const { ask, sent } = hearing();
    expect(await ask(change(pressRequest(onIt, secret, noon)))).toBe(401);
    expect(sent).toEqual([]);
  });

  it('that is late, without the secret being read for it', async () => {
    const { ask, sent, reads, clock } = hearing();
    const request = pressRequest(onIt, secret, noon);
    clock.pass(301);
    expect(await ask(request)).toBe(401);
    expect(await ask({ headers: {}, body: '' })).toBe(401);
    expect([sent, reads]).toEqual([[], []]);
  });
});

describe('a queue that does not take the press', () => {
  /** The function while its queue is away for the first `failures` requests. */
  function failing(failures: number) {
    const clock = settableClock(noon);
    const sent: Press[] = [];
    let left = failures;
    const handler = onSlackRequests({
      clock,
      signingSecret: async () => secret,
      async send(press) {
        if ((left -= 1) >= 0) throw new Error('the queue is away');
        sent.push(press);
      },
    });
    const ask = (request: ReturnType<typeof pressRequest>) =>
      handler(urlEvent(request, clock.now()) as LambdaFunctionURLEvent, {} as Context);
    return { clock, sent, ask };
  }

  it('fails the request: Slack shows that, and it can be pressed again', async () => {
    const { ask, sent } = failing(1);
    await expect(ask(pressRequest(onIt, secret, noon))).rejects.toThrow('the queue is away');
    expect(await ask(pressRequest(onIt, secret, noon + 1000))).toMatchObject({ statusCode: 200 });
    expect(sent).toHaveLength(1);
  });

  it('does not make a replay of what Slack sends again, which has the same signature', async () => {
    const { ask, sent, clock } = failing(1);
    const request = pressRequest(onIt, secret, noon);
    await expect(ask(request)).rejects.toThrow('the queue is away');
    clock.pass(1);
    const again = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' };
    const retried = { ...request, headers: { ...request.headers, ...again } };
    expect(await ask(retried)).toMatchObject({ statusCode: 200 });
    expect(await ask(retried)).toMatchObject({ statusCode: 401 });
    expect(sent).toHaveLength(1);
  });
});
