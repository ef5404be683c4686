import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { made } from '#test/given/made-event.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home, separateAccounts } from './worlds.ts';

const central = '123456789012';
const shop = '490000000001';
const minute = 60_000;

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ world: separateAccounts({ shop }) });
  await stage.sweep();
  await stage.hour();
  await stage.cloud.invoke(stage.cloud.nameOf('SweepLambdaFunction'), { task: 'accept-baseline' });
  await stage.later();
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

/** Switches a rule of the centre on or off, as EventBridge does; the call itself is recorded by `recorded`. */
function switchRule(logicalId: string, State: 'ENABLED' | 'DISABLED'): void {
  const rule = stage.cloud.stack.of('AWS::Events::Rule').find((one) => one.logicalId === logicalId);
  if (!rule) throw new Error(`the centre has no rule ${logicalId}`);
  Object.assign(rule, { State });
}

/** A call in the central account, as it arrives on its default bus. */
function recorded(call: readonly [service: string, eventName: string], requestParameters: object): void {
  const [service, eventName] = call;
  const time = new Date(stage.cloud.clock.now()).toISOString();
  const place = { account: central, region: home };
  const eventID = `${eventName}-${stage.cloud.clock.now()}`;
  const more = { recipientAccountId: central, awsRegion: home, eventTime: time, eventID, requestParameters };
  const detail = made(service, eventName, more);
  const envelope = { version: '0' as const, id: eventID, time, resources: [] };
  const type = { 'detail-type': 'AWS API Call via CloudTrail', source: `aws.${service}` };
  stage.cloud.deliver({ ...envelope, ...type, ...place, detail }, place);
}

const ofCentre = () =>
  stage.messages(central).filter((text) => text.includes('Trailwarden itself was changed'));

describe('the centre', () => {
  it('is silent while it is as it was deployed', async () => {
    await stage.hour();
    expect(ofCentre()).toEqual([]);
    expect(stage.tickets(central)).toEqual([]);
  });

  it.each([
    ['a queue', ['sqs', 'PurgeQueue'], { queueUrl: `https://sqs/${central}/trailwarden-dev-EventsQueue` }],
    ['the bus', ['events', 'PutPermission'], { eventBusName: 'trailwarden-dev', statementId: 'x' }],
    [
      "a function's concurrency",
      ['lambda', 'PutFunctionConcurrency20171031'],
      { functionName: 'trailwarden-watch-open-dev' },
    ],
    [
      'the second of several alarms',
      ['monitoring', 'DeleteAlarms'],
      { alarmNames: ['cpu', 'trailwarden-dev-NoHeartbeatAlarm-1A'] },
    ],
    [
      'the second of several secrets',
      ['ssm', 'DeleteParameters'],
      { names: ['/cpu', '/trailwarden/slack-token'] },
    ],
    [
      'a subscription',
      ['sns', 'Unsubscribe'],
      { subscriptionArn: `arn:aws:sns:${home}:${central}:trailwarden-dev-AlarmTopic:1` },
    ],
  ] as const)('tells at once of a call on %s', async (_, call, parameters) => {
    const before = ofCentre().length + repliesOf();
    recorded(call, parameters);
    await stage.later(minute);
    expect(ofCentre().length + repliesOf()).toBeGreaterThan(before);
    // The next call is another incident.
    await stage.later(61 * minute);
  });
});

/** Thread replies in the channel, with which a known incident is told again. */
function repliesOf(): number {
  return stage.slack.channel('cloudtrail').messages.filter(({ threadTs }) => threadTs !== undefined).length;
}

describe('when the rules of the centre are switched off first', () => {
  it('is told of within the hour, with the rules by name, and finds the trail that was stopped meanwhile', async () => {
    const before = ofCentre().length;
    switchRule('EventsOwnNameRule', 'DISABLED');
    switchRule('CentralRule', 'DISABLED');
    recorded(['events', 'DisableRule'], { name: 'trailwarden-dev-CentralRule' });
    await stage.cloudTrail(shop).send(new StopLoggingCommand({ Name: 'main' }));
    await stage.later(minute);
    expect(ofCentre()).toHaveLength(before);
    await stage.hour();
    const told = ofCentre().slice(before).join('\n');
    expect(told).toContain('Rule is disabled');
    expect(stage.messages(shop).join('\n')).toContain('CloudTrail logging is stopped');
  });

  it('is told once, however long it lasts', async () => {
    const before = ofCentre().length;
    await stage.hour();
    await stage.hour();
    expect(ofCentre()).toHaveLength(before);
    expect(await stage.deadLetters()).toEqual([]);
  });
});
