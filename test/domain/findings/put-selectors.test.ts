import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { selectorsFrom } from '#adapters/aws/cloud-trail-answers.ts';
import type { AnsweredSelectors } from '#domain/facts/answered-selectors.ts';
import { answeredSelectors } from '#domain/facts/answered-selectors.ts';
import type { EventSelectors } from '#domain/facts/event-selectors.ts';
import { rememberTrails } from '#domain/facts/remember-trails.ts';
import type { Memory } from '#domain/facts/observation.ts';
import type { FormerSettings } from '#domain/findings/finding.ts';
import { restoreRecording, restoreWords } from '#domain/findings/put-selectors.ts';
import { createAgain, notRestored, settingsToRecreate } from '#domain/findings/recreate.ts';
import { managementEventsNarrowed } from '#domain/findings/rules/management-events-narrowed.ts';
import { managementEventsUnrecorded } from '#domain/findings/rules/management-events-unrecorded.ts';
import { decodeMemory } from '#adapters/wire/memory-codec.ts';
import { finding, region } from '#test/given/incidents.ts';
import { logging, observation, recording, trailArn, verdict } from '#test/given/looks.ts';

const main = trailArn('main');
const metadata = { $metadata: {} };
const hadOf = (was: FormerSettings) => finding({ subject: main, evidence: { multiRegion: true, was } });
const had = (answered: AnsweredSelectors | undefined) =>
  hadOf({ bucket: 'logs', answeredSelectors: answered });

const advanced = [
  { Name: 'Management', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
  {
    Name: "Bert's buckets",
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
      { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::payroll/', 'arn:aws:s3:::keys//x'] },
    ],
  },
  {
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['NetworkActivity'] },
      { Field: 'eventSource', Equals: ['s3.amazonaws.com'] },
      { Field: 'errorCode', Equals: ['VpceAccessDenied'] },
    ],
  },
];
const basic = [
  {
    ReadWriteType: 'All' as const,
    IncludeManagementEvents: true,
    DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }],
    ExcludeManagementEventSources: ['kms.amazonaws.com'],
  },
];
const answeredBy = (of: { AdvancedEventSelectors?: object[]; EventSelectors?: object[] }): EventSelectors =>
  selectorsFrom({ ...metadata, ...of } as Parameters<typeof selectorsFrom>[0]);

// A directory in which `aws` prints what it was called with, and nothing else is found but the shells' own words.
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'selectors-'));
  writeFileSync(path.join(directory, 'aws'), `#!/bin/sh\nprintf '%s\\0' "$@"\n`, { mode: 0o755 });
});
afterAll(() => rmSync(directory, { recursive: true }));

/** The words with which `command` calls aws in a real shell. */
function calledWith(shell: string, command: string): readonly string[] {
  const env = { PATH: directory };
  const ran = spawnSync(shell, ['-c', command], {
    encoding: 'utf8',
    cwd: directory,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect(ran.stderr).toBe('');
  expect(readdirSync(directory)).toEqual(['aws']);
  return ran.stdout.split('\0').slice(0, -1);
}
const shells = ['/bin/sh', '/bin/bash'];

describe.each(shells)('a command that puts selectors back, in %s', (shell) => {
  it.each([
    ['--advanced-event-selectors', answeredBy({ AdvancedEventSelectors: advanced }), advanced],
    ['--event-selectors', answeredBy({ EventSelectors: basic }), basic],
  ])('hands over what AWS answered (%s)', (option, { answered }, selectors) => {
    const words = calledWith(shell, restoreRecording(had(answered)) ?? '');
    const call = ['cloudtrail', 'put-event-selectors', '--trail-name', main, '--region', 'eu-west-1', option];
    expect(words.slice(0, -1)).toEqual(call);
    expect(JSON.parse(words.at(-1) ?? '')).toEqual(selectors);
  });

  it('carries nothing out, whatever stands in them', () => {
    const nasty = [
      "'; touch x #",
      '$(touch x)',
      '`touch x`',
      '\n touch x',
      '\\',
      '"',
      '!!',
      '\u202e',
      '\0',
      'file://x',
      '  ',
    ];
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...nasty),
      fc.array(fc.constantFrom(...nasty)).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (values) => {
        const selectors = [{ FieldSelectors: [{ Field: 'resources.ARN', StartsWith: values }] }];
        const { json } = answeredSelectors('advanced', selectors);
        if (json === undefined) return;
        expect(json).toMatch(/^[\x20-\x7e]+$/);
        const command = restoreRecording(had({ kind: 'advanced', count: 1, json })) ?? '';
        const words = calledWith(shell, command);
        expect(words).toHaveLength(8);
        expect(words.at(-1)).toBe(json);
        expect(JSON.parse(json)).toEqual(selectors);
      }),
      { numRuns: 30 },
    );
  });
});

describe('what is kept of selectors', () => {
  it('is all of them, without empty lists, up to 4 KB; of others their number', () => {
    const listed = [{ ...basic[0], DataResources: [], ExcludeManagementEventSources: [] }];
    const plain = [{ ReadWriteType: 'All', IncludeManagementEvents: true }];
    expect(answeredBy({ EventSelectors: listed }).answered?.json).toBe(JSON.stringify(plain));
    const of = (length: number) =>
      answeredSelectors('advanced', [{ FieldSelectors: [{ Field: 'f', Equals: ['v'.repeat(length)] }] }]);
    const frame = of(1).json?.length ?? 0;
    expect(of(4096 - frame + 1).json).toHaveLength(4096);
    expect(of(4096 - frame + 2)).toEqual({ kind: 'advanced', count: 1 });
    // Letters that take more room once they are printable count with that room.
    expect(answeredSelectors('advanced', [{ Name: 'ö'.repeat(1000) }])).toEqual({
      kind: 'advanced',
      count: 1,
    });
  });

  const sight = recording(
    logging('main', {}, { customSelectors: true }),
    answeredBy({ AdvancedEventSelectors: advanced }),
  );
  const rememberedIn = (place: string): Memory | undefined =>
    rememberTrails(undefined, { ...observation([sight]), region: region(place) }, () => false);

  it('stays at the home of the trail, as log group and topic do', () => {
    expect(rememberedIn('eu-west-1')?.trails[0]?.answeredSelectors?.count).toBe(3);
    expect(rememberedIn('eu-west-2')?.trails[0]?.answeredSelectors).toBeUndefined();
  });

  it('outlasts a look at which they could not be read, and ends when the trail has none of its own', () => {
    const before = rememberedIn('eu-west-1');
    const denied = {
      kind: 'unreadable',
      why: { operation: 'x', code: 'AccessDenied', message: '' },
    } as const;
    const after = (selectors: typeof sight.selectors) =>
      rememberTrails(before, observation([{ ...sight, selectors }]), () => false)?.trails[0]
        ?.answeredSelectors;
    expect(after(denied)?.count).toBe(3);
    expect(after(undefined)).toBeUndefined();
  });

  it('is read from a row as it was written, and rows of before are read without it', () => {
    const memory = rememberedIn('eu-west-1');
    const row: unknown = JSON.parse(JSON.stringify(memory));
    expect(decodeMemory(row)).toEqual(JSON.parse(JSON.stringify(memory)));
    const [kept] = memory?.trails ?? [];
    const former = JSON.parse(
      JSON.stringify({ ...memory, trails: [{ ...kept, answeredSelectors: undefined }] }),
    ) as unknown;
    const [known] = decodeMemory(former).trails;
    expect(known && settingsToRecreate(known)).toMatchObject({
      bucket: 'the-bucket',
      answeredSelectors: undefined,
    });
  });
});

describe('a deleted trail', () => {
  const { answered } = answeredBy({ AdvancedEventSelectors: advanced });

  it('is created and started first, then gets its selectors', () => {
    const [create, put, ...others] = createAgain(had(answered))?.split('\n') ?? [];
    expect(create).toMatch(
      /^aws cloudtrail create-trail --name main --region eu-west-1 .* && aws cloudtrail start-logging/,
    );
    expect(put).toMatch(
      /^aws cloudtrail put-event-selectors --trail-name \S+ --region eu-west-1 --advanced-event-selectors '\[/,
    );
    expect(others).toEqual([]);
    expect(notRestored(had(answered))).toBe('');
  });

  it('needs no more where it had no selectors of its own', () => {
    const none = had({ kind: 'default', count: 0 });
    expect(createAgain(none)?.split('\n')).toHaveLength(1);
    expect(notRestored(none)).toBe('');
  });

  it('that had Insights says that they are to be turned on again, whatever else comes back', () => {
    const on = / CloudTrail Insights was on: put-insight-selectors turns it on again; which kinds/;
    const seen = logging('main', {}, { insights: true });
    const memory = rememberTrails(undefined, observation([seen]), () => false);
    const [known] = decodeMemory(JSON.parse(JSON.stringify(memory))).trails;
    const was = known && settingsToRecreate(known);
    expect(notRestored(finding({ subject: trailArn('main'), evidence: { was } }))).toMatch(on);
    const narrowed = { was: { ...was, answeredSelectors: { kind: 'advanced', count: 12 } as const } };
    expect(notRestored(finding({ subject: trailArn('main'), evidence: narrowed }))).toMatch(
      new RegExp(`12 selectors were too large.*\\.${on.source}`),
    );
    const [without] = rememberTrails(undefined, observation([logging('main')]), () => false)?.trails ?? [];
    expect(
      notRestored(
        finding({ subject: trailArn('main'), evidence: { was: without && settingsToRecreate(without) } }),
      ),
    ).toBe('');
  });

  it('whose selectors were too large has their number told, and the calls that set them', () => {
    const large = had({ kind: 'advanced', count: 12 });
    expect(notRestored(large)).toMatch(
      /^ Its 12 selectors were too large to keep: see the last PutEventSelectors/,
    );
    expect(notRestored(had({ kind: 'basic', count: 1 }))).toMatch(/^ Its selector was too large/);
    expect(createAgain(large)).toMatch(
      /\naws cloudtrail lookup-events --region eu-west-1 .*PutEventSelectors$/,
    );
  });
});

describe.each([
  ['management-events-narrowed', managementEventsNarrowed, 'WriteOnly'],
  ['management-events-unrecorded', managementEventsUnrecorded, 'ReadOnly'],
] as const)('%s', (_, rule, left) => {
  const narrowed = answeredBy({ EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: left }] });
  const of = (before: EventSelectors | undefined) => {
    const trail = { customSelectors: before !== undefined };
    const sight = logging('main', {}, trail);
    const known = rememberTrails(
      undefined,
      observation([before === undefined ? sight : recording(sight, before)]),
      () => false,
    );
    const now = recording(logging('main', {}, { customSelectors: true }), narrowed);
    const judged = verdict(rule, { sights: [now], before: known }, main);
    if (judged?.verdict !== 'stands') throw new Error('does not fire');
    return finding({ subject: main, evidence: judged.evidence });
  };

  test('puts the former selectors back, data events included', () => {
    const was = of(answeredBy({ AdvancedEventSelectors: advanced }));
    expect(rule.remedy(was).command).toBe(
      restoreRecording(had(answeredBy({ AdvancedEventSelectors: advanced }).answered)),
    );
    expect(rule.remedy(was).words).toContain('puts back the selectors that it had');
  });

  test('or says that there were none of its own', () => {
    const was = of(undefined);
    expect(rule.remedy(was).command).toContain('"ReadWriteType":"All"');
    expect(rule.remedy(was).words).toMatch(/puts back what it recorded: all management events\.$/);
  });

  test('or that they are not known', () => {
    const was = { ...of(undefined), evidence: { was: {} } };
    expect(rule.remedy(was).words).toMatch(/Add those for data events that it had\.$/);
    expect(restoreWords(had({ kind: 'basic', count: 3 }))).toContain('Its 3 selectors were too large');
  });
});
