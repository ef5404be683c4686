import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { digestOf } from '#adapters/aws/digest-of.ts';
import { templatesBefore } from '#adapters/aws/templates-before.ts';
import { currentTemplate } from '#doors/forwarding.ts';
import { account } from '#test/given/shop.ts';
import { sharedNames } from '#adapters/cloudformation/names.ts';
import { gapsOf } from '#domain/facts/forwarding.ts';
import { parseRegion } from '#domain/values/region.ts';
import { fixtureDirectory, readFixture } from './fixture.ts';
import { messageKind, rowKind, streamKind } from './kinds.ts';
import { lostIn } from './lost.ts';
import { memberSide } from './members.ts';
import { passedOver } from './passed-over.ts';
import type { StoredRow } from './player.ts';
import type * as Readers from './readers.ts';
import { readMessage, readRows, readStreamRecord } from './readers.ts';
import { serveRows, tables } from './rows-server.ts';

const fixture = readFixture();
const plain = (rows: readonly StoredRow[]) => rows.map((row) => unmarshall(row));
/** With the row that accepts the baseline, beside an incident that is still held back. */
const state = [...fixture.state, ...fixture.accepted.state.filter((row) => row['pk']?.S === 'baseline')];
const rows = { issues: plain(fixture.issues), state: plain(state) };
const environment = { awsRegion: 'eu-west-1', ...tables };

interface Message {
  readonly reader: string;
  readonly body: string;
}

const readerOf: Readonly<Record<string, string>> = {
  EventsQueue: 'evaluate',
  FanOutQueue: 'evaluate',
  SweepQueue: 'evaluate',
  InspectQueue: 'inspectDestinations',
  HeartbeatsQueue: 'recordHeartbeats',
  SlackQueue: 'reportToSlack',
  JiraQueue: 'reportToJira',
};

/** Every kind of row of the state table (docs/architecture.md, "What is stored"). */
const rowKinds = [
  'attempts',
  'baseline',
  'bursting',
  'cause',
  'counted',
  'depends',
  'destination',
  // Read no more: what was found of the rules is kept under `parts`, and is read anew within the hour.
  'forwarding',
  'heartbeats',
  'incident/burst',
  'incident/event',
  'incident/incident',
  'incident/member',
  'incident/receipt',
  'lake',
  'members/member',
  'open',
  'roll',
  'round',
  'rounds',
  'seen',
  'session',
  'sweep',
  'sweep-finished',
  'sweeps',
];
/** Every kind of message that does not come by chance, by the function that reads it. */
const messageKinds = [
  'evaluate event: AWS API Call via CloudTrail',
  'evaluate event: Region Opt-In Status Change',
  'evaluate find-cause+lookedAgain+unhurried',
  'evaluate find-cause+unhurried',
  'evaluate look-again+baseline+inspected',
  'evaluate look-again+lookedAgain+triggers',
  'evaluate look-again+unhurried',
  'evaluate member+triggers',
  'evaluate sweep+baseline',
  'inspectDestinations destination+again+knew+triggers',
  'inspectDestinations destination+asker',
  'inspectDestinations destination+asker+knew',
  'inspectDestinations destination+triggers',
  'inspectDestinations lake+again+triggers',
  'inspectDestinations lake+baseline',
  'inspectDestinations lake+triggers',
  'recordHeartbeats heartbeat',
  'reportToJira report',
  'reportToJira report+destination',
  'reportToJira report+destination+due',
  'reportToJira report+destination+due+firstFailureAt',
  'reportToJira report+destination+note=all',
  'reportToSlack report',
  'reportToSlack report+destination',
  'reportToSlack report+destination+due',
  'reportToSlack report+destination+due+firstFailureAt',
  'reportToSlack report+destination+note=all',
];
/** A deploy can meet messages in every queue but those of dead letters. */
const filledQueues = Object.keys(readerOf).toSorted();

const examples = Object.entries(fixture.sent).flatMap(([reader, bodies]): Message[] =>
  bodies.map((body) => ({ reader, body })),
);
const lying = [fixture.queues, fixture.accepted.queues].flatMap((queues) =>
  Object.entries(queues).flatMap(([queue, bodies]): Message[] =>
    bodies.map((body) => ({ reader: readerOf[queue] ?? queue, body })),
  ),
);
const messages = [...examples, ...lying];

let server: Awaited<ReturnType<typeof serveRows>>;
beforeAll(async () => {
  server = await serveRows({ issues: fixture.issues, state });
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', server.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'none');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'none');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

describe('the rows of the version before', () => {
  it('are of every kind, so that none goes unread because it is not there', () => {
    const kinds = new Set(state.map((row) => rowKind(row['pk']?.S ?? '', row['sk']?.S ?? '')));
    expect([...kinds].toSorted()).toEqual(rowKinds);
    const statuses = new Set(rows.issues.map((item): unknown => item['status']));
    expect([...statuses].toSorted()).toEqual(['closed', 'open', 'whitelisted']);
  });

  it('are cut in two where a deploy can cut', () => {
    const of = (pk: string) => rows.state.filter((row) => String(row['pk']).split('#')[0] === pk);
    const begun = of('incident').filter(({ intent, told }) => intent !== undefined && told === undefined);
    expect(begun.map(({ sk }) => String(sk).split('|')[0]).toSorted()).toEqual(
      expect.arrayContaining(['receipt#jira', 'receipt#slack']),
    );
    expect(of('rounds').filter(({ finishedAt }) => finishedAt === undefined)).toHaveLength(1);
    const last = of('sweeps').at(-1);
    const outcomes = rows.state.filter(({ pk }) => pk === `sweep#${String(last?.['id'])}`);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.length).toBeLessThan((last?.['accounts'] as unknown[]).length);
    expect(of('incident').filter(({ standing }) => standing === true)).toHaveLength(1);
    expect(rows.issues.some(({ seen_by }) => seen_by === 'hammer')).toBe(true);
  });

  it('are all read, with every finding in them', async () => {
    for (const { kind, there, read } of await readRows(rows, environment)) {
      expect(there, `${kind} rows in the fixture`).toBeGreaterThan(0);
      expect(read, `${kind} rows that were read`).toBe(there);
    }
  });
});

describe('the messages of the version before', () => {
  it('are of every kind', () => {
    const kinds = examples.map(({ reader, body }) => `${reader} ${messageKind(reader, JSON.parse(body))}`);
    expect([...new Set(kinds)]).toEqual(expect.arrayContaining(messageKinds));
  });

  it('lie in every queue at the moment of the deploy, and in the stream', () => {
    expect(Object.keys(fixture.queues).toSorted()).toEqual(filledQueues);
    expect(fixture.stream.map(streamKind)).toContain('INSERT');
  });

  it('are all understood, and no field of them is lost', () => {
    for (const { reader, body } of messages) {
      const sent: unknown = JSON.parse(body);
      const read = readMessage(reader, sent);
      const kind = messageKind(reader, sent);
      if (kind.startsWith('event: AWS API Call'))
        expect(read, body).not.toMatchObject({ decision: 'ignore' });
      if (!/^event|^heartbeat/.test(kind)) expect(lostIn(sent, read), body).toEqual([]);
    }
  });

  it('as are the records of the stream that no reporter has heard yet', () => {
    for (const record of fixture.stream) {
      const { there, read } = readStreamRecord(record);
      expect(there).toBeGreaterThan(0);
      expect(read).toBe(there);
    }
  });
});

describe('the member templates of the version before', () => {
  it.each(['us-east-1', 'eu-west-1'])('lack nothing in %s that would be called wrong', (name) => {
    const region = parseRegion(name);
    if (!region) throw new Error(`${name} is no Region`);
    const rules = memberSide(fixture).rulesIn(region, '310000000001');
    const names = sharedNames('-dev');
    const before = templatesBefore.map((old) => ({
      id: 'before',
      rules: old.map((rule) => ({ ...rule, name: names.rule(rule.name) })),
      forwardingRole: '',
    }));
    const current = currentTemplate({
      config: { mainAccountId: account('123456789012'), deployment: {} },
      region: 'eu-west-1',
      busName: names.bus,
    });
    const gaps = gapsOf(
      { current, older: before },
      {
        region,
        rules: {
          kind: 'seen',
          value: rules.map(({ name: rule, state: is, pattern }) => ({
            name: rule,
            enabled: is === 'ENABLED',
            digest: digestOf(JSON.parse(pattern)),
          })),
        },
        sending: { kind: 'seen', value: rules.map(({ name: rule }) => rule) },
        targets: { kind: 'seen', value: [] },
        deadLetters: { kind: 'seen', value: 0 },
      },
      'before',
    );
    // An older template of ours is a line of the report at most.
    expect(gaps.map(({ kind }): string => kind).filter((kind) => kind !== 'outdated')).toEqual([]);
  });
});

describe('the readers of the version before', () => {
  it('read their own rows and messages, so that what they refuse later is new', async () => {
    const file = pathToFileURL(join(fixtureDirectory(), 'readers.mjs')).href;
    // The bundle of readers.ts as it was then.
    const old = (await import(file)) as typeof Readers;
    const readings = await old.readRows(rows, environment);
    expect(readings.filter(({ there, read }) => there !== read)).toEqual([]);
    for (const { reader, body } of messages)
      expect(() => old.readMessage(reader, JSON.parse(body)), body).not.toThrow();
  });

  it('have a reason in passed-over.ts for what is new only', () => {
    const known = new Set(fixture.shapes);
    expect(Object.keys(passedOver).filter((shape) => known.has(shape))).toEqual([]);
  });
});
