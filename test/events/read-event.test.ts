import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { TriggerJson } from '#adapters/wire/trigger-schema.ts';
import { isMonitored, monitoredGroups, eventsOf } from '#domain/facts/monitored.ts';
import { made } from '#test/given/made-event.ts';
import { envelopeOf } from '#test/given/pattern-matcher.ts';
import { readFixture, recordedCases } from '#test/given/recorded-events.ts';

function triggerOf(raw: unknown) {
  const decision = readEvent(raw);
  if (decision.decision === 'ignore') throw new Error(decision.reason);
  return decision.trigger;
}

const stop = (more: Record<string, unknown> = {}) =>
  made('cloudtrail', 'StopLogging', { requestParameters: { name: 'main' }, ...more });

describe('laws of the parser', () => {
  const pairs = monitoredGroups.flatMap((group) =>
    eventsOf(group).map(({ name }) => [group.service, name] as const),
  );
  const junk = fc.oneof(fc.jsonValue(), fc.anything());
  const nearlyARecord = fc
    .tuple(
      fc.constantFrom(...pairs),
      fc.dictionary(
        fc.constantFrom(
          'eventSource',
          'eventName',
          'errorCode',
          'requestParameters',
          'resources',
          'userIdentity',
          'eventTime',
          'awsRegion',
          'recipientAccountId',
          'responseElements',
          'serviceEventDetails',
          'eventID',
          '__proto__',
          'constructor',
        ),
        fc.oneof(junk, fc.constantFrom('', 'null', 'AccessDenied')),
      ),
    )
    .map(([[service, name], more]) => made(service, name, more));

  test('no JSON and no object makes it throw, and only a successful event of the table is evaluated', () => {
    fc.assert(
      fc.property(fc.oneof(junk, nearlyARecord), (raw) => {
        const decision = readEvent(raw);
        expect(decision.reason).toMatch(/\S+ \S+/);
        if (decision.decision !== 'evaluate') return;
        const { eventSource, eventName, outcome } = decision.trigger;
        expect(outcome.kind).toBe('succeeded');
        expect(isMonitored(eventSource, eventName) || eventName === 'Region Opt-In Status Change').toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  test('a trigger that travelled as JSON is the same trigger', () => {
    fc.assert(
      fc.property(nearlyARecord, (raw) => {
        const decision = readEvent(raw);
        if (decision.decision === 'ignore') return;
        const travelled: unknown = JSON.parse(JSON.stringify(decision.trigger));
        expect(TriggerJson.parse(travelled)).toEqual(decision.trigger);
      }),
      { numRuns: 300 },
    );
    for (const { record } of recordedCases()) {
      const decision = readEvent(record);
      if (decision.decision === 'ignore') continue;
      expect(TriggerJson.parse(JSON.parse(JSON.stringify(decision.trigger)))).toEqual(decision.trigger);
    }
  });

  test('texts of any length come out short', () => {
    const long = 'x'.repeat(300_000);
    const trigger = triggerOf(
      stop({ userAgent: long, sourceIPAddress: long, requestParameters: { name: long }, awsRegion: long }),
    );
    expect(JSON.stringify(trigger).length).toBeLessThan(8000);
  });

  test('characters that a queue refuses are not passed on', () => {
    const { userAgent } = triggerOf(stop({ userAgent: 'curl \uFFFF\uFFFE \uD800' })).actor;
    expect(userAgent).toBe('curl \uFFFD\uFFFD \uFFFD');
  });

  test('depth does not matter', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    expect(readEvent(deep).decision).toBe('ignore');
    expect(readEvent(stop({ requestParameters: { name: 'main', deep } })).decision).toBe('evaluate');
  });
});

describe('what others stumbled over', () => {
  test('an empty error code is a success', () => {
    expect(readEvent(stop({ errorCode: '' })).decision).toBe('evaluate');
    expect(readEvent(stop({ errorCode: 'AccessDenied' })).decision).toBe('attempt');
  });

  test('parameters written as the text "null" are missing parameters', () => {
    expect(triggerOf(stop({ requestParameters: 'null' }))).toMatchObject({ parametersMissing: true });
  });

  test('a refused call without parameters names its trail in the error message alone', () => {
    const { trail } = triggerOf(readFixture('cases/updatetrail-traildiscover-accessdenied.json'));
    expect(trail).toEqual({
      kind: 'arn',
      arn: 'arn:aws:cloudtrail:us-east-1:192374575148:trail/TrailDiscoverName',
    });
  });

  test.each([
    ['deleterule', { kind: 'rule', id: 'TrailDiscoverRule' }],
    ['deleteloggroup', { kind: 'log-group', id: 'TrailDiscoverLogGroup' }],
    ['updatefunctioncode', { kind: 'function', id: 'my-function' }],
  ])(
    'a refused %s names in its error message what it was about, beside who was refused',
    (name, dependsOn) => {
      expect(triggerOf(readFixture(`cases/${name}-traildiscover-accessdenied.json`)).dependsOn).toEqual(
        dependsOn,
      );
    },
  );

  test('a KMS key that AWS deletes itself has no actor of flesh and stands in the resources alone', () => {
    const trigger = triggerOf(readFixture('cases/deletekey-awsdocs-serviceevent.json'));
    expect(trigger.actor.kind).toBe('service');
    expect(trigger.dependsOn?.id).toContain(':key/1234abcd');
  });

  test('a date that is no ISO date is read, and one that is no date leaves the time open', () => {
    expect(triggerOf(readFixture('cases/putbucketpolicy-panther-invalid-json.json')).at).toBe(
      Date.UTC(2024, 0, 1),
    );
    expect(triggerOf(stop({ eventTime: 'yesterday' })).at).toBeUndefined();
  });

  test('one call recorded in two accounts is one: shared id, then the corrected original, then the event id', () => {
    expect(triggerOf(stop({ sharedEventID: 's', eventID: 'a' })).sameAs).toBe('s');
    expect(triggerOf(stop({ sharedEventId: 's', eventID: 'b' })).sameAs).toBe('s');
    const corrected = { reason: 'UPDATED_DATA', originalEventID: 'first' };
    expect(triggerOf(stop({ eventID: 'b', addendum: corrected })).sameAs).toBe('first');
    expect(triggerOf(stop({ eventID: 'b' })).sameAs).toBe('b');
  });

  test('a message from one account with the record of another is refused', () => {
    const message = { ...envelopeOf(stop()), account: '999999999999' };
    expect(readEvent(message)).toMatchObject({ decision: 'ignore', refused: true });
  });

  test('a message that carries the record of another service than its source is refused', () => {
    expect(readEvent({ ...envelopeOf(stop()), source: 'aws.s3' })).toMatchObject({ refused: true });
  });

  test('a record before version 1.02 takes its account from the message', () => {
    const message = { ...envelopeOf(stop({ recipientAccountId: undefined })), account: '999999999999' };
    expect(triggerOf(message).accountId).toBe('999999999999');
  });

  test('selectors are summed up by their fields, basic or advanced, never by their names', () => {
    const selectors = (parameters: Record<string, unknown>) =>
      triggerOf(
        made('cloudtrail', 'PutEventSelectors', { requestParameters: { trailName: 't', ...parameters } }),
      ).requested;
    const advanced = (...fieldSelectors: unknown[]) =>
      selectors({ advancedEventSelectors: [{ name: 'Everything', fieldSelectors }] });
    expect(advanced({ field: 'eventCategory', equals: ['Data'] })).toMatchObject({
      managementWrites: 'none',
    });
    expect(advanced({ field: 'eventCategory', equals: ['Management'] })).toMatchObject({
      managementWrites: 'all',
    });
    expect(
      advanced({ field: 'eventCategory', equals: ['Management'] }, { field: 'readOnly', equals: ['true'] }),
    ).toEqual({
      managementWrites: 'none',
      managementReads: 'all',
    });
    expect(
      selectors({ eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: false }] }),
    ).toEqual({
      managementWrites: 'none',
      managementReads: 'none',
    });
    expect(
      selectors({
        eventSelectors: [
          { readWriteType: 'WriteOnly', excludeManagementEventSources: ['kms.amazonaws.com'] },
        ],
      }),
    ).toEqual({
      managementWrites: 'all',
      managementReads: 'none',
      excludedSources: 'kms.amazonaws.com',
    });
  });

  test('one lifecycle rule is an object and several are a list; a disabled one expires nothing', () => {
    const lifecycle = (Rule: unknown) =>
      triggerOf(
        made('s3', 'PutBucketLifecycle', {
          requestParameters: { bucketName: 'b', LifecycleConfiguration: { Rule } },
        }),
      ).requested;
    const rule = (Days: unknown, Status = 'Enabled') => ({ Status, Filter: '', Expiration: { Days } });
    expect(lifecycle(rule(1))).toEqual({ expiresAfterDays: 1 });
    expect(lifecycle([rule(30), rule(7)])).toEqual({ expiresAfterDays: 7 });
    expect(lifecycle(rule(1, 'Disabled'))).toBeUndefined();
  });

  test('the console clears a setting with empty text, which is kept as such', () => {
    const { requested } = triggerOf(
      made('cloudtrail', 'UpdateTrail', {
        requestParameters: { name: 't', kmsKeyId: '', isMultiRegionTrail: false },
      }),
    );
    expect(requested).toEqual({ kmsKeyId: '', isMultiRegionTrail: false });
  });

  test('an account whose creation failed is an attempt', () => {
    const serviceEventDetails = {
      createAccountStatus: { state: 'FAILED', failureReason: 'EMAIL_ALREADY_EXISTS' },
    };
    const record = made('organizations', 'CreateAccountResult', {
      eventType: 'AwsServiceEvent',
      serviceEventDetails,
    });
    expect(readEvent(record)).toMatchObject({ decision: 'attempt' });
  });

  test.each([
    ['ENABLED', 'evaluate'],
    ['DISABLED', 'evaluate'],
    ['ENABLING', 'ignore'],
  ])('a Region that is %s: %s', (status, decision) => {
    const message = {
      'detail-type': 'Region Opt-In Status Change',
      source: 'aws.account',
      account: '111122223333',
      region: 'us-east-1',
      id: '1',
      time: '2026-11-21T12:00:00Z',
      detail: { accountId: '111122223333', regionName: 'me-south-1', status },
    };
    expect(readEvent(message).decision).toBe(decision);
    expect(readEvent({ ...message, source: 'mine' })).toMatchObject({ refused: true });
    expect(readEvent({ ...message, account: '999999999999' })).toMatchObject({ refused: true });
  });
});

describe('a call on several names', () => {
  const named = (raw: unknown) => {
    const decision = readEvent(raw);
    return decision.decision === 'evaluate' ? decision.named : undefined;
  };

  test.each([
    ['monitoring', 'DeleteAlarms', 'alarmNames', 'alarm'],
    ['monitoring', 'DisableAlarmActions', 'alarmNames', 'alarm'],
    ['ssm', 'DeleteParameters', 'names', 'secret'],
  ] as const)('%s:%s names all of them', (service, name, parameter, kind) => {
    const names = Array.from({ length: 150 }, (_, index) => `name-${index}`);
    const raw = made(service, name, { requestParameters: { [parameter]: names } });
    expect(triggerOf(raw).dependsOn).toEqual({ kind, id: 'name-0' });
    expect(named(raw)).toEqual(names.slice(0, 100).map((id) => ({ kind, id })));
  });

  test.each([[['one']], [[]], ['one'], [[1, null, {}]], [undefined]])(
    'of %o names no further ones',
    (names) => {
      expect(named(made('monitoring', 'DeleteAlarms', { requestParameters: { alarmNames: names } }))).toEqual(
        [],
      );
    },
  );
});
