import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forwardedPatterns } from '#adapters/cloudformation/member-rules.ts';
import { sharedNames } from '#adapters/cloudformation/names.ts';
import { gapsOf } from '#domain/facts/forwarding.ts';
import { parseRegion } from '#domain/values/region.ts';
import { fixtureDirectory, readFixture } from './fixture.ts';
import { messageKind, rowKind, streamKind } from './kinds.ts';
import { memberSide } from './members.ts';
import { passedOver } from './passed-over.ts';
import type { StoredRow } from './player.ts';
import type * as Readers from './readers.ts';
import { readMessage, readRows, readStreamRecord } from './readers.ts';
import { serveRows, tables } from './rows-server.ts';
import { lostIn } from './lost.ts';

const fixture = readFixture();
const plain = (rows: readonly StoredRow[]) => rows.map((row) => unmarshall(row));
const accepted = new Map(fixture.accepted.state.map((row) => [`${row['pk']?.S} ${row['sk']?.S}`, row]));
/** With what accepting the baseline changed, but an incident that it was held for is kept as it was. */
const state = [...fixture.state, ...[...accepted.values()].filter((row) => row['pk']?.S === 'baseline')];
const messages = [
  ...Object.entries(fixture.sent).flatMap(([reader, bodies]) => bodies.map((body) => ({ reader, body }))),
];
const lying = [fixture.queues, fixture.accepted.queues].flatMap((queues) =>
  Object.entries(queues).flatMap(([queue, bodies]) => bodies.map((body) => ({ queue, body }))),
);
const readerOf: Readonly<Record<string, string>> = {
  EventsQueue: 'evaluate',
  FanOutQueue: 'evaluate',
  SweepQueue: 'evaluate',
  InspectQueue: 'inspectDestinations',
  HeartbeatsQueue: 'recordHeartbeats',
  SlackQueue: 'reportToSlack',
  JiraQueue: 'reportToJira',
};

let server: Awaited<ReturnType<typeof serveRows>>;
const before = { ...process.env };
beforeAll(async () => {
  server = await serveRows({ issues: fixture.issues, state });
  Object.assign(process.env, {
    ...{
      AWS_ENDPOINT_URL_DYNAMODB: server.endpoint,
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
    },
  });
});
afterAll(async () => {
  process.env = before;
  await server.stop();
});

describe('the rows of the version before', () => {
  it('are of every kind, so that none goes unread because it is not there', () => {
    const kinds = new Set(state.map((row) => rowKind(row['pk']?.S ?? '', row['sk']?.S ?? '')));
    expect([...kinds].toSorted()).toMatchInlineSnapshot(`
      [
        "attempts",
        "baseline",
        "bursting",
        "cause",
        "counted",
        "depends",
        "destination",
        "forwarding",
        "heartbeats",
        "incident/burst",
        "incident/event",
        "incident/incident",
        "incident/member",
        "incident/receipt",
        "lake",
        "members/member",
        "open",
        "roll",
        "round",
        "rounds",
        "seen",
        "session",
        "sweep",
        "sweep-finished",
        "sweeps",
      ]
    `);
  });

  it('are all read, with every finding in them', async () => {
    const readings = await readRows(
      { issues: plain(fixture.issues), state: plain(state) },
      { awsRegion: 'eu-west-1', ...tables },
    );
    for (const { kind, there, read } of readings) {
      expect(there, `${kind} rows in the fixture`).toBeGreaterThan(0);
      expect(read, `${kind} rows that were read`).toBe(there);
    }
  });
});

describe('the messages of the version before', () => {
  const kinds = (all: typeof messages) =>
    [
      ...new Set(all.map(({ reader, body }) => `${reader} ${messageKind(reader, JSON.parse(body))}`)),
    ].toSorted();

  it('are of every kind', () => {
    expect(kinds(messages)).toMatchInlineSnapshot(`
      [
        "evaluate event: AWS API Call via CloudTrail",
        "evaluate event: Region Opt-In Status Change",
        "evaluate find-cause+lookedAgain+unhurried",
        "evaluate find-cause+unhurried",
        "evaluate look-again+baseline+inspected",
        "evaluate look-again+lookedAgain+triggers",
        "evaluate look-again+unhurried",
        "evaluate member+triggers",
        "evaluate sweep+baseline",
        "inspectDestinations destination+asker",
        "inspectDestinations destination+asker+knew",
        "inspectDestinations lake+again+triggers",
        "inspectDestinations lake+baseline",
        "inspectDestinations lake+triggers",
        "recordHeartbeats heartbeat",
        "reportToJira report",
        "reportToJira report+destination",
        "reportToJira report+destination+due",
        "reportToJira report+destination+due+firstFailureAt",
        "reportToJira report+destination+note=all",
        "reportToSlack report",
        "reportToSlack report+destination",
        "reportToSlack report+destination+due",
        "reportToSlack report+destination+due+firstFailureAt",
        "reportToSlack report+destination+note=all",
      ]
    `);
  });

  it('lie in every queue at the moment of the deploy', () => {
    expect([...new Set(lying.map(({ queue }) => queue))].toSorted()).toMatchInlineSnapshot(`
      [
        "EventsQueue",
        "HeartbeatsQueue",
        "InspectQueue",
        "JiraQueue",
        "SlackQueue",
        "SweepQueue",
      ]
    `);
    const records = fixture.stream.map(streamKind);
    expect(new Set(records)).toEqual(new Set(['INSERT', 'MODIFY']));
  });

  const all = [...messages, ...lying.map(({ queue, body }) => ({ reader: readerOf[queue] ?? queue, body }))];
  it('are all understood, and no field of them is lost', () => {
    for (const { reader, body } of all) {
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
    const gaps = gapsOf(
      forwardedPatterns().map((named) => ({ ...named, name: names.rule(named.name) })),
      {
        region,
        rules: {
          kind: 'seen',
          value: rules.map(({ name: rule, state: is, pattern }) => ({
            name: rule,
            enabled: is === 'ENABLED',
            pattern: JSON.parse(pattern) as unknown,
          })),
        },
        sending: { kind: 'seen', value: rules.map(({ name: rule }) => rule) },
        targets: { kind: 'seen', value: [] },
        deadLetters: { kind: 'seen', value: 0 },
      },
    );
    // An older template of ours is a line of the report at most.
    expect(gaps.map(({ kind }): string => kind).filter((kind) => kind !== 'outdated')).toEqual([]);
  });
});

describe('the readers of the version before', () => {
  it('read their own rows and messages, so that what they refuse later is the fault of what is new', async () => {
    const file = pathToFileURL(join(fixtureDirectory(), 'readers.mjs')).href;
    // The bundle of readers.ts as it was then.
    const old = (await import(file)) as typeof Readers;
    const readings = await old.readRows(
      { issues: plain(fixture.issues), state: plain(state) },
      { awsRegion: 'eu-west-1', ...tables },
    );
    expect(readings.filter(({ there, read }) => there !== read)).toEqual([]);
    for (const { reader, body } of all())
      expect(() => old.readMessage(reader, JSON.parse(body))).not.toThrow();
  });

  const all = () => messages;

  it('have a reason in passed-over.ts for what is new only, and for what is true', () => {
    const known = new Set(fixture.shapes);
    expect(Object.keys(passedOver).filter((shape) => known.has(shape))).toEqual([]);
  });
});
