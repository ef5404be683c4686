import { describe, expect, test } from 'vitest';
import type { OwnParts } from '#domain/facts/own-parts.ts';
import type { Dependency } from '#domain/facts/dependency.ts';
import { isOwnPart, ownChangeOf } from '#domain/facts/own-parts.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { account, shop, trigger } from '#test/given/shop.ts';

const own: OwnParts = {
  account: account('123456789012'),
  names: ['hammer-cloudtrails', '/trailwarden/slack-token', 'jira'],
  rules: ['trailwarden-cloudtrail'],
};
const person = { kind: 'assumed-role', person: 'mallory' } as const;
const cloudFormation = { ...person, invokedBy: 'cloudformation.amazonaws.com' };
const viaAddress = { ...person, sourceIp: 'cloudformation.amazonaws.com' };

const call = (eventName: string, dependsOn: Trigger['dependsOn'], more: Partial<Trigger> = {}): Trigger =>
  trigger({ eventName, dependsOn, accountId: shop, trail: undefined, actor: person, ...more });
const rule = { kind: 'rule', id: 'trailwarden-cloudtrail' } as const;
const stack = { kind: 'stack', id: 'StackSet-trailwarden-rules-1234' } as const;
const everyCaller = [person, cloudFormation, viaAddress];

describe('a call that ends a part', () => {
  test.each<[string, Trigger]>([
    ['a rule is disabled', call('DisableRule', rule)],
    ['a rule is put, disabled', call('PutRule', rule, { requested: { state: 'DISABLED' } })],
    ['a rule of the running version is deleted', call('DeleteRule', rule)],
    ['a rule of the running version loses its targets', call('RemoveTargets', rule)],
    ['a stack is deleted', call('DeleteStack', stack)],
    [
      'a stack set loses accounts',
      call('DeleteStackInstances', { kind: 'stack-set', id: 'trailwarden-rules' }),
    ],
    ['the heartbeat is deleted', call('DeleteSchedule', { kind: 'schedule', id: 'trailwarden-heartbeat' })],
    [
      'the heartbeat is switched off',
      call(
        'UpdateSchedule',
        { kind: 'schedule', id: 'trailwarden-heartbeat' },
        { requested: { state: 'DISABLED' } },
      ),
    ],
    ['a queue is purged', call('PurgeQueue', { kind: 'queue', id: 'trailwarden-prod-EventsQueue' })],
    ['alarms are silenced', call('DisableAlarmActions', { kind: 'alarm', id: 'trailwarden-prod-A' })],
    ['a bus is deleted', call('DeleteEventBus', { kind: 'bus', id: 'trailwarden' })],
    ['a table is deleted', call('DeleteTable', { kind: 'table', id: 'hammer-cloudtrails' })],
    ['a stack set is deleted', call('DeleteStackSet', { kind: 'stack-set', id: 'trailwarden-rules' })],
    ...[false, 'false'].map((enabled): [string, Trigger] => [
      `a queue does not invoke its function any more (${typeof enabled})`,
      call(
        'UpdateEventSourceMapping20150331',
        { kind: 'event-source-mapping', id: 'trailwarden-1' },
        { requested: { enabled } },
      ),
    ]),
    [
      'a function may not run any more',
      call(
        'PutFunctionConcurrency20171031',
        { kind: 'function', id: 'trailwarden-sweep' },
        { requested: { reservedConcurrentExecutions: 0 } },
      ),
    ],
  ])('is told at once, whoever makes it: %s', (_, one) => {
    for (const actor of everyCaller)
      for (const accountId of [shop, own.account])
        expect(ownChangeOf({ ...one, actor, accountId }, own).tell).toBe(true);
  });
});

describe('a call that changes a part whose state can be read', () => {
  test.each<[string, Trigger]>([
    ['a pattern', call('PutRule', rule, { requested: { state: 'ENABLED' } })],
    ['a target', call('PutTargets', rule)],
    ['a stack, by an update', call('UpdateStack', stack)],
    ['a stack, by a change set', call('ExecuteChangeSet', stack)],
    [
      'a stack, by the ARN of a change set',
      call('ExecuteChangeSet', {
        kind: 'change-set',
        id: 'arn:aws:cloudformation:eu-west-1:1:changeSet/x/1',
      }),
    ],
    ['the policy of a role', call('PutRolePolicy', { kind: 'role', id: 'trailwarden-forwarding' })],
    [
      'a rule that the running version does not have',
      call('DeleteRule', { kind: 'rule', id: 'trailwarden-old' }),
    ],
  ])('is not told by itself but has the parts read again, whoever makes it: %s', (_, one) => {
    for (const actor of everyCaller)
      expect(ownChangeOf({ ...one, actor }, own)).toEqual({ tell: false, readAgain: true });
  });
});

describe('a call that changes a part whose state is not read', () => {
  const secret = call('PutParameter', { kind: 'secret', id: '/trailwarden/slack-token' });

  test('is told, unless CloudFormation makes it while it deploys', () => {
    const queue = call('SetQueueAttributes', { kind: 'queue', id: 'trailwarden-prod-EventsQueue' });
    for (const one of [secret, queue])
      for (const accountId of [shop, own.account]) {
        expect(ownChangeOf({ ...one, accountId }, own).tell).toBe(true);
        expect(ownChangeOf({ ...one, accountId, actor: cloudFormation }, own).tell).toBe(false);
      }
  });

  test.each([
    'DeleteRole',
    'DeleteRolePolicy',
    'PutRolePolicy',
    'DetachRolePolicy',
    'UpdateAssumeRolePolicy',
    'PutRolePermissionsBoundary',
  ])('is told for the role of heartbeats, which no look reads: %s', (eventName) => {
    for (const id of ['trailwarden-heartbeat', 'trailwarden-heartbeat-dev']) {
      const one = call(eventName, { kind: 'role', id });
      expect(ownChangeOf(one, own)).toEqual({ tell: true, readAgain: false });
      expect(ownChangeOf({ ...one, actor: cloudFormation }, own).tell).toBe(false);
    }
  });

  test('is told in the centre for a rule as well, because the rules of the centre are read nowhere', () => {
    const put = call('PutRule', rule, { accountId: own.account });
    expect(ownChangeOf(put, own)).toEqual({ tell: true, readAgain: true });
  });

  test('is not told for an update of the stack of the centre, whose calls are told one by one', () => {
    const update = {
      ...call('UpdateStack', { kind: 'stack', id: 'trailwarden-prod' }),
      accountId: own.account,
    };
    expect(ownChangeOf(update, own).tell).toBe(false);
  });
});

describe('a setting that ends nothing', () => {
  const change = (requested: Trigger['requested']) =>
    call('UpdateEventSourceMapping20150331', { kind: 'stack', id: 'trailwarden-prod' }, { requested });

  test.each([
    ['the state is another', { state: 'ENABLED' }],
    ['it is switched on', { enabled: true }],
    ['a function may run once at a time', { reservedConcurrentExecutions: 1 }],
    ['nothing is said of it', {}],
    ['the parameters are not known', undefined],
  ])('is no end: %s', (_, requested) => {
    expect(ownChangeOf(change(requested), own).tell).toBe(false);
  });
});

describe('what is ours', () => {
  test.each<[boolean, Dependency]>([
    [true, { kind: 'subscription', id: 'trailwarden-prod-AlarmTopic-1A' }],
    [true, { kind: 'topic', id: 'arn:aws:sns:eu-west-1:123456789012:trailwarden-prod-AlarmTopic-1A' }],
    [true, { kind: 'secret', id: 'jira' }],
    [true, { kind: 'secret', id: 'jira-AbCdEf' }],
    [true, { kind: 'stack', id: 'StackSet-trailwarden-rules-1' }],
    [false, { kind: 'stack', id: 'my-StackSet-trailwarden-rules-1' }],
    [false, { kind: 'rule', id: 'not-trailwarden' }],
    [false, { kind: 'secret', id: 'jira-AbCdE' }],
    [false, { kind: 'secret', id: 'jira-AbCdEfG' }],
    [false, { kind: 'secret', id: 'jirax-AbCdEf' }],
    [false, { kind: 'secret', id: 'my-jira-AbCdEf' }],
    [true, { kind: 'table', id: 'hammer-cloudtrails' }],
    ...(
      ['bus', 'function', 'event-source-mapping', 'schedule', 'queue', 'stack-set', 'role', 'alarm'] as const
    ).map((kind): [boolean, Dependency] => [true, { kind, id: 'trailwarden-x' }]),
    [true, { kind: 'change-set', id: 'arn:aws:cloudformation:eu-west-1:1:changeSet/x/1' }],
    [false, { kind: 'secret', id: 'jira-other' + '-AbCdEf' }],
    [false, { kind: 'secret', id: '/prod/password' }],
    [false, { kind: 'topic', id: 'arn:aws:sns:eu-west-1:123456789012:orders' }],
    [false, { kind: 'bucket', id: 'trailwarden-logs' }],
  ])('%s: %o', (is, dependsOn) => {
    expect(isOwnPart(dependsOn, own)).toBe(is);
  });
});
