import { describe, expect, it } from 'vitest';
import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { Observation, TrailSight } from '#domain/facts/observation.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { ScanResult } from '#usecases/scan/build-report.ts';
import { buildReport } from '#usecases/scan/build-report.ts';
import { findingsIn, worstFindingsFirst } from '#usecases/scan/findings-in.ts';
import { recordsIn, trailsIn } from '#usecases/scan/trails-in.ts';
import { foldMissed, refusedDestination, refusedLists, refusedTrails } from '#usecases/scan/unread-in.ts';
import { account, arn, at, finding, region, trailArn } from '#test/given/incidents.ts';
import { hidden, home, logging, observation, prod, recording, stopped } from '#test/given/looks.ts';

const other = account('222222222222');
const frankfurt = region('eu-central-1');
const names: ReadonlyMap<string, string> = new Map([
  [prod, 'prod'],
  [other, 'other'],
]);
const nameOf = (id: string) => names.get(id) ?? '';

function issueOf(where: Partial<Pick<Issue, 'account' | 'region'>>, ...all: TrackedFinding[]): Issue {
  return {
    account: prod,
    region: home,
    version: 1,
    status: 'open',
    timestamps: { identified: at('12:00:10'), updated: at('12:00:10') },
    disabled: true,
    ...where,
    findings: new Map(all.map((one) => [findingKey(one.rule, one.subject), one])),
  };
}
const detail = (changes: Partial<TrackedFinding>) =>
  findingsIn([issueOf({}, finding(changes))], nameOf).findings[0]?.detail;
const withEvidence = (more: TrackedFinding['evidence'], changes: Partial<TrackedFinding> = {}) =>
  detail({ ...changes, evidence: more });

describe('a finding of a scan', () => {
  it('is what its rule says of it, with where it is and since when', () => {
    const [one] = findingsIn([issueOf({}, finding())], nameOf).findings;
    expect(one).toMatchObject({
      id: `${prod}/eu-west-1/logging-stopped/${trailArn}`,
      rule: 'logging-stopped',
      title: 'Logging is stopped',
      severity: 'critical',
      weakening: false,
      account: prod,
      accountName: 'prod',
      region: 'eu-west-1',
      trail: trailArn,
      since: '2026-11-21T12:00:08.000Z',
      accepted: null,
    });
    expect(one?.remedy.length).toBeGreaterThan(10);
    expect(one?.command).toContain('start-logging');
    const [whole] = findingsIn([issueOf({}, finding({ rule: 'no-trail', subject: '-' }))], () => '').findings;
    expect(whole).toMatchObject({ trail: null, accountName: '', id: `${prod}/eu-west-1/no-trail/-` });
  });

  it.each([
    ['a change', { change: 'from a to b' }, {}, 'from a to b'],
    ['an error of a destination', { error: 'NoSuchBucket', resource: 'logs' }, {}, 'logs: NoSuchBucket'],
    ['an error alone', { error: 'AccessDenied' }, {}, 'AccessDenied'],
    ['a resource alone, which says nothing', { resource: 'logs' }, {}, ''],
    ['what is missing', { missing: ['a', 'b', 'c', 'd', 'e'] }, {}, 'not recorded: a, b, c, d and 1 more'],
    ['a doubt', { doubt: 'its bucket is not known' }, {}, 'its bucket is not known'],
    ['refused members', { refused: { accounts: [other], count: 12 } }, {}, '12 member accounts are refused'],
    ['a deadline', { dueAt: at('18:00:00') }, {}, 'on 2026-11-21 18:00:00 UTC'],
    ['a window', {}, { until: at('12:05:08') }, 'for 5 min'],
    [
      'trails beside a weakening',
      { coveredBy: [trailArn] },
      { weakening: true },
      'still recorded by org-main',
    ],
    ['trails beside a loss, which do not count', { coveredBy: [trailArn] }, {}, ''],
    ['two of these', { change: 'a', doubt: 'b' }, {}, 'a; b'],
    ['nothing', {}, {}, ''],
    ['an empty text', { change: '' }, {}, ''],
  ])('rests on %s', (_, more, changes, words) => {
    expect(withEvidence(more as TrackedFinding['evidence'], changes)).toBe(words);
  });

  it('is listed apart when it is accepted, with the reason or the whitelist', () => {
    const accepted = finding({ state: 'whitelisted', exemptBecause: 'planned' });
    const plainly = finding({ rule: 'no-trail', subject: '-', state: 'whitelisted' });
    const open = finding({ rule: 'redirected' });
    const found = findingsIn([issueOf({}, accepted, plainly, open)], nameOf);
    expect(found.findings.map(({ rule }) => rule)).toEqual(['redirected']);
    expect(found.accepted.map(({ rule, accepted: why }) => [rule, why]).sort()).toEqual([
      ['logging-stopped', 'planned'],
      ['no-trail', 'by the whitelist'],
    ]);
  });

  it('is none once it is over or looks healthy', () => {
    const over = finding({ state: 'resolved' });
    const healthy = finding({ rule: 'redirected', healthyAt: at('12:01:00') });
    expect(findingsIn([issueOf({}, over, healthy)], nameOf)).toEqual({ findings: [], accepted: [] });
  });

  it('comes in one order: the worst, losses before weakenings, then rule, account, Region', () => {
    const all = findingsIn(
      [
        issueOf({ account: other }, finding(), finding({ rule: 'redirected', severity: 'low' })),
        issueOf({ region: frankfurt }, finding({ severity: 'high' })),
        issueOf(
          {},
          finding({ severity: 'high', weakening: true }),
          finding({ rule: 'no-trail', subject: '-' }),
        ),
        issueOf({ account: other, region: frankfurt }, finding()),
      ],
      nameOf,
    ).findings;
    const shown = all.map(({ rule, severity, account: who, region: where }) =>
      [severity, rule, who, where].join(' '),
    );
    expect(shown).toEqual([
      `critical logging-stopped ${other} eu-central-1`,
      `critical logging-stopped ${other} eu-west-1`,
      `critical no-trail ${prod} eu-west-1`,
      `high logging-stopped ${prod} eu-central-1`,
      `high logging-stopped ${prod} eu-west-1`,
      `low redirected ${other} eu-west-1`,
    ]);
    expect(worstFindingsFirst(all.toReversed())).toEqual(all);
  });
});

const basic = (readWrite: 'All' | 'ReadOnly' | 'WriteOnly', excludedSources: string[] = []) => ({
  kind: 'basic' as const,
  selectors: [{ managementEvents: true, readWrite, excludedSources }],
});
const some = {
  kind: 'advanced' as const,
  selectors: [
    [
      { field: 'eventCategory', equals: ['Management'], narrowsOtherwise: false },
      { field: 'eventName', narrowsOtherwise: true },
    ],
  ],
};
const someReads = {
  kind: 'advanced' as const,
  selectors: [[...some.selectors[0]!, { field: 'readOnly', equals: ['true'], narrowsOtherwise: false }]],
};
const someWrites = {
  kind: 'advanced' as const,
  selectors: [[...some.selectors[0]!, { field: 'readOnly', equals: ['false'], narrowsOtherwise: false }]],
};
const kms = 'kms.amazonaws.com';
const blind = (sight: TrailSight): TrailSight => ({
  ...sight,
  selectors: { kind: 'unreadable', why: refusal('X') },
});
const refusal = (code: string, operation = 'cloudtrail:GetEventSelectors') => ({
  operation,
  code,
  message: 'no',
});

describe('what the trails of a place record together', () => {
  it.each<[string, readonly TrailSight[] | 'unreadable', string]>([
    ['all', [logging('a')], 'all'],
    ['all but a source', [recording(logging('a'), basic('All', [kms]))], 'some'],
    ['writes', [recording(logging('a'), basic('WriteOnly'))], 'writes'],
    ['writes without a source', [recording(logging('a'), basic('WriteOnly', [kms]))], 'writes'],
    ['reads', [recording(logging('a'), basic('ReadOnly'))], 'reads'],
    ['some', [recording(logging('a'), some)], 'some'],
    ['some reads', [recording(logging('a'), someReads)], 'some'],
    ['some writes', [recording(logging('a'), someWrites)], 'some'],
    ['nothing', [stopped('a')], 'nothing'],
    ['nothing without a trail', [], 'nothing'],
    ['what is not known', 'unreadable', 'unknown'],
    [
      'less than all beside one that is not known',
      [recording(logging('a'), basic('WriteOnly')), hidden('b')],
      'unknown',
    ],
    ['all beside one that is not known', [logging('a'), hidden('b')], 'all'],
  ])('is %s', (_, sights, word) => {
    expect(recordsIn(observation(sights))).toBe(word);
  });
});

describe('a trail of a scan', () => {
  const there = (sights: readonly TrailSight[], where: Partial<Observation> = {}): Observation => ({
    ...observation(sights),
    ...where,
  });

  it('is listed once, as its home shows it, with the places where it records', () => {
    const shadow = logging('main', { deliveryError: 'second hand' });
    const seen = trailsIn([
      there([shadow], { region: frankfurt }),
      there([logging('main')]),
      there([shadow], { account: other }),
      there([stopped('main')], { account: other, region: frankfurt }),
      there([logging('a', {}, { bucket: undefined, kmsKey: undefined, logFileValidation: false })]),
    ]);
    expect(seen.map(({ name }) => name)).toEqual(['a', 'main']);
    expect(seen[0]).toMatchObject({ bucket: null, key: null, validation: false, places: 1, accounts: 1 });
    expect(seen[1]).toEqual({
      arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
      name: 'main',
      account: prod,
      home: 'eu-west-1',
      organization: false,
      multiRegion: true,
      logging: true,
      records: 'all',
      bucket: 'the-bucket',
      key: 'arn:aws:kms:eu-west-1:111122223333:key/k-1',
      validation: true,
      delivered: '2026-11-21T11:55:00.000Z',
      deliveryError: null,
      places: 3,
      accounts: 2,
    });
  });

  it('says what is not known of it', () => {
    const [unseen] = trailsIn([there([hidden('main')])]);
    expect(unseen).toMatchObject({
      logging: null,
      delivered: null,
      deliveryError: null,
      records: 'all',
      places: 0,
    });
    const [off] = trailsIn([there([stopped('main')])]);
    expect(off).toMatchObject({ logging: false, records: 'nothing', accounts: 0 });
    const [unknown] = trailsIn([there([blind(logging('main', { deliveryError: 'NoSuchBucket' }))])]);
    expect(unknown).toMatchObject({ records: 'unknown', deliveryError: 'NoSuchBucket' });
    expect(trailsIn([observation('unreadable')])).toEqual([]);
  });
});

describe('what could not be read', () => {
  it.each([
    [
      'AccessDenied',
      'sts:AssumeRole',
      'sts:AssumeRole',
      `Let the caller assume the role in account ${prod}: member-template scan-role prints one.`,
    ],
    ['AccessDenied', 'account:ListRegions', 'account:ListRegions', 'Allow account:ListRegions there.'],
    [
      'InvalidClientTokenId',
      'cloudtrail:DescribeTrails',
      'cloudtrail:DescribeTrails',
      'AWS answers so where a Region is off in the account.',
    ],
    ['NoAccount', 's3:GetBucketPolicy', undefined, 'Scan the account that owns it as well.'],
    ['NoArn', 'kms:DescribeKey', undefined, 'Allow kms:DescribeKey there.'],
  ])('for %s of %s is a permission, and what would help', (code, operation, permission, remedy) => {
    const why = { operation, code, message: 'no' };
    expect(refusedLists(new Map([[prod, { kind: 'unreadable', why }]]))).toEqual([
      {
        account: prod,
        region: undefined,
        permission,
        what: 'the list of Regions',
        why: `${code}: no`,
        remedy,
      },
    ]);
    expect(refusedLists(new Map([[prod, { kind: 'seen', value: [] }]]))).toEqual([]);
  });

  it('of trails is one for each refusal, of buckets and keys one for each setting', () => {
    const [trails] = refusedTrails([observation('unreadable'), observation([logging('a')])]);
    expect(trails).toMatchObject({
      account: prod,
      region: 'eu-west-1',
      what: 'trails',
      permission: 'cloudtrail:GetTrailStatus',
    });
    const bucket = { kind: 'bucket', id: 'logs', at: at('12:00:00') } as const;
    const sight = (found: object) => ({ ...bucket, found }) as LogDestinationSight;
    const why = refusal('AccessDenied', 's3:GetBucketPolicy');
    expect(refusedDestination(prod, sight({ is: 'hidden', why }))).toMatchObject([
      { account: prod, what: 'bucket logs' },
    ]);
    const strangers = {
      permission: undefined,
      remedy: expect.stringMatching(/^No account .* has this bucket/) as string,
    };
    expect(refusedDestination(prod, sight({ is: 'hidden', why }))).toMatchObject([strangers]);
    // Of a bucket whose owner is known, or a key, it is known where to ask.
    for (const one of [
      sight({ is: 'hidden', owner: other, why }),
      sight({ is: 'hidden', why: refusal('AccessDenied', 's3:ListBuckets') }),
    ])
      expect(refusedDestination(prod, one)).not.toMatchObject([strangers]);
    expect(refusedDestination(prod, sight({ is: 'hidden', owner: other, why }))).toMatchObject([
      { account: other, permission: 's3:GetBucketPolicy' },
    ]);
    expect(refusedDestination(prod, sight({ is: 'gone' }))).toEqual([]);
    const settings = {
      policy: { kind: 'unreadable', why },
      versioning: { kind: 'seen', value: true },
      note: 'x',
      none: null,
      odd: {},
    };
    expect(refusedDestination(prod, sight({ is: 'there', owner: other, settings }))).toMatchObject([
      { account: other, what: 'bucket logs', permission: 's3:GetBucketPolicy' },
    ]);
  });

  it('is folded: one entry for account, thing, permission and reason, with its Regions in order', () => {
    const one = {
      account: prod,
      region: 'eu-west-1',
      permission: 'p',
      what: 'trails',
      why: 'Denied: a',
      remedy: 'r',
    };
    const folded = foldMissed(
      [
        one,
        { ...one, region: 'eu-central-1', why: 'Denied: b' },
        one,
        { ...one, region: undefined, why: 'Deferred: a' },
        { ...one, account: other, permission: undefined },
      ],
      nameOf,
    );
    expect(folded).toEqual([
      {
        account: prod,
        accountName: 'prod',
        regions: ['eu-central-1', 'eu-west-1'],
        permission: 'p',
        what: 'trails',
        why: 'Denied: a',
        remedy: 'r',
      },
      {
        account: prod,
        accountName: 'prod',
        regions: [],
        permission: 'p',
        what: 'trails',
        why: 'Deferred: a',
        remedy: 'r',
      },
      {
        account: other,
        accountName: 'other',
        regions: ['eu-west-1'],
        permission: null,
        what: 'trails',
        why: 'Denied: a',
        remedy: 'r',
      },
    ]);
  });
});

describe('the report of a scan', () => {
  const result = (changes: Partial<ScanResult> = {}, issues: readonly Issue[] = []): ScanResult => ({
    tool: 'trailwarden 1',
    caller: 'arn:aws:iam::111122223333:user/alice',
    organization: undefined,
    startedAt: at('12:00:00'),
    endedAt: at('12:01:00'),
    accounts: new Map([[prod, 'prod']]),
    observations: [observation([logging('main')])],
    lists: new Map(),
    missed: [],
    endedEarly: undefined,
    issues: {
      async *listAllUnclosed() {
        yield* issues;
      },
    },
    destinations: { readDestination: async () => undefined },
    ...changes,
  });

  it('is complete when everything was read and nothing ended early', async () => {
    expect(await buildReport(result())).toMatchObject({
      format: 'trailwarden-scan/1',
      tool: 'trailwarden 1',
      startedAt: '2026-11-21T12:00:00.000Z',
      endedAt: '2026-11-21T12:01:00.000Z',
      organization: null,
      complete: true,
      endedEarly: null,
      accounts: [{ id: prod, name: 'prod' }],
      places: [{ account: prod, region: 'eu-west-1', state: 'recorded', records: 'all' }],
      findings: [],
      accepted: [],
      unread: [],
      changes: null,
    });
    const early = await buildReport(result({ endedEarly: 'Ctrl-C', organization: 'o-1' }));
    expect(early).toMatchObject({ complete: false, endedEarly: 'Ctrl-C', organization: 'o-1' });
  });

  it('shows each place at its worst, also those that could not be read', async () => {
    const missing = { account: other, region: 'eu-west-1', what: 'trails', why: 'Timeout: x', remedy: 'r' };
    const report = await buildReport(
      result(
        {
          observations: [
            observation([logging('main')]),
            { ...observation('unreadable'), region: frankfurt },
            { ...observation([logging('main')]), region: region('us-east-1') },
          ],
          missed: [missing, { ...missing, account: prod }, { ...missing, region: undefined }],
        },
        [
          issueOf(
            {},
            finding({ severity: 'low' }),
            finding({ rule: 'redirected', severity: 'high' }),
            finding({ rule: 'no-trail', subject: '-', severity: 'medium' }),
          ),
        ],
      ),
    );
    expect(report.places).toEqual([
      { account: prod, region: 'eu-central-1', state: 'unread', records: 'unknown' },
      { account: prod, region: 'eu-west-1', state: 'high', records: 'all' },
      { account: prod, region: 'us-east-1', state: 'recorded', records: 'all' },
      { account: other, region: 'eu-west-1', state: 'unread', records: 'unknown' },
    ]);
    expect(report.complete).toBe(false);
    expect(
      report.unread.map(({ account: who, why, regions }) => [who, why.split(':')[0], ...regions]),
    ).toEqual([
      [prod, 'AccessDenied', 'eu-central-1'],
      [other, 'Timeout', 'eu-west-1'],
      [prod, 'Timeout', 'eu-west-1'],
    ]);
  });

  it('asks what was refused of the buckets and keys of trails at home only', async () => {
    const asked: string[] = [];
    const destinations: ScanResult['destinations'] = {
      async readDestination(destination) {
        asked.push(logDestinationKey(destination));
        const why = refusal('AccessDenied', 's3:GetBucketPolicy');
        return { ...destination, at: at('12:00:00'), found: { is: 'hidden', why } } as LogDestinationSight;
      },
    };
    const shadow = logging(
      'far',
      {},
      {
        arn: arn(`arn:aws:cloudtrail:us-east-1:${prod}:trail/far`),
        homeRegion: region('us-east-1'),
        bucket: 'far',
        kmsKey: undefined,
      },
    );
    const report = await buildReport(
      result({
        observations: [observation([logging('main'), shadow]), observation('unreadable')],
        destinations,
      }),
    );
    expect(asked.sort()).toEqual(['bucket#the-bucket', 'key#arn:aws:kms:eu-west-1:111122223333:key/k-1']);
    expect(report.unread.map(({ what }) => what)).toContain('bucket the-bucket');
  });
});
