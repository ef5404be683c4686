import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BusEvent } from '#simulators/wire.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { arnOf, separateAccounts } from './worlds.ts';

const account = '700000000001';

let stage: Stage;
let pattern: BusEvent;
beforeAll(async () => {
  stage = await startStage({ world: separateAccounts({ fortress: account }) });
  await stage.sweep();
  // A real event, from a call outside the table, is the pattern of the failed ones.
  stage.road.open = false;
  await stage.cloudTrail(account).send(new StopLoggingCommand({ Name: 'main' }));
  const [event] = stage.road.taken;
  if (!event) throw new Error('there was no event');
  pattern = event;
  await stage.cloudTrail(account).send(new StartLoggingCommand({ Name: 'main' }));
  stage.road.open = true;
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

/** A call that AWS refused, `seconds` after the first. */
function refused(number: number, seconds: number, over: Readonly<Record<string, unknown>> = {}): BusEvent {
  const detail = {
    ...(pattern.detail as Record<string, unknown>),
    eventID: `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`,
    eventTime: new Date(Date.parse(pattern.time) + seconds * 1000).toISOString().replace('.000', ''),
    errorCode: 'AccessDenied',
    errorMessage: 'User is not authorized to perform: cloudtrail:StopLogging',
    responseElements: null,
    ...over,
  };
  return { ...pattern, detail };
}

const messages = () => stage.messages(account);

describe('calls that fail', () => {
  it('are kept quietly: nine of them are no message, no item and no ticket', async () => {
    for (let number = 1; number <= 9; number += 1) stage.again(refused(number, number));
    for (let number = 1; number <= 9; number += 1) stage.again(refused(number, number));
    await stage.later(60_000);
    expect(messages()).toEqual([]);
    expect(await stage.items()).toEqual([]);
  });

  it('on a trail that nobody ever saw are not counted', async () => {
    for (let number = 20; number < 40; number += 1) {
      const requestParameters = { name: arnOf(account, 'no-such-trail') };
      stage.again(refused(number, 20, { requestParameters, errorCode: 'TrailNotFoundException' }));
    }
    await stage.later(60_000);
    expect(messages()).toEqual([]);
  });

  it('by somebody else are counted apart', async () => {
    const userIdentity = {
      type: 'IAMUser',
      arn: `arn:aws:iam::${account}:user/other`,
      userName: 'other',
      accountId: account,
    };
    stage.again(refused(50, 10, { userIdentity }));
    await stage.later(60_000);
    expect(messages()).toEqual([]);
  });

  it('ten times within five minutes are one message, and still no item and no ticket', async () => {
    stage.again(refused(10, 240));
    await stage.later();
    const [message = '', ...more] = messages();
    expect(more).toEqual([]);
    expect(message).toContain('blocked attempts to tamper with CloudTrail in fortress');
    expect(message).toContain('mallory@example.com');
    expect(message).toContain('AccessDenied');
    expect(await stage.items()).toEqual([]);
    expect(stage.jira.requests).toEqual([]);
  });

  it('and once more, twice and backwards, change nothing about it', async () => {
    const before = messages();
    for (let number = 15; number > 0; number -= 1) stage.again(refused(number, number < 10 ? number : 240));
    await stage.later();
    expect(messages()).toEqual(before);
    expect(await stage.deadLetters()).toEqual([]);
  });
});
