import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { fixtureDirectory, readFixture } from '#test/deploy/upgrade/fixture.ts';
import { messageKind } from '#test/deploy/upgrade/kinds.ts';
import { lostIn } from '#test/deploy/upgrade/lost.ts';
import { passedOver } from '#test/deploy/upgrade/passed-over.ts';
import type * as Readers from '#test/deploy/upgrade/readers.ts';
import {
  everything,
  hear,
  openIn,
  putMessages,
  putRows,
  restore,
  startAfter,
  toldTwice,
} from '#test/deploy/upgrade/restore.ts';
import { allShapes } from '#test/deploy/upgrade/snapshot.ts';
import { recordsIn } from '#test/deploy/upgrade/spy.ts';
import type { Stage } from '#test/deploy/upgrade/story.ts';
import { afterDeploy, afterRepair, repair } from '#test/deploy/upgrade/story.ts';
import { separate } from '#test/deploy/upgrade/world.ts';

const fixture = readFixture();

let stage: Stage;
const shapes = new Set<string>();

const roots = () => stage.rehearsal.slack.channel('cloudtrail').messages;
const rootsOf = (account: string) => roots().filter(({ text }) => text.includes(account));
const ticketsOf = (account: string) =>
  stage.rehearsal.jira.issues.filter(({ fields }) => fields.summary.includes(account));

const open = async () => openIn(await stage.player.rows('IssuesTable'));

async function noteShapes(): Promise<void> {
  for (const shape of await allShapes(stage)) shapes.add(shape);
}

beforeAll(async () => {
  stage = await startAfter(fixture, { dynamoDb: inject('dynamoDb') });
});
afterAll(() => stage.rehearsal.stop());

describe('the central template', () => {
  it('keeps every table, queue, function, role, topic and bus under its logical id and name', () => {
    const { stack } = stage.rehearsal.cloud;
    const lost = Object.entries(fixture.names).filter(([logicalId, { type, name }]) => {
      const parts = stack.of(type as 'AWS::SQS::Queue');
      return !parts.some((part) => part.logicalId === logicalId && part.name === name);
    });
    expect(lost).toEqual([]);
  });
});

describe('after the deploy', () => {
  let before: readonly string[];
  let opened: readonly string[];

  beforeAll(async () => {
    before = fixture.slack.map(({ ts }) => ts);
    await restore(stage, fixture);
    opened = openIn(fixture.issues).filter((one) => !one.startsWith(separate.mended));
    await afterDeploy(stage);
    await noteShapes();
  });

  it('what waited is told, once', () => {
    for (const account of [separate.queued, separate.untold, separate.unshown]) {
      expect(rootsOf(account).map(({ text }) => text)).toEqual([expect.stringContaining('CRITICAL')]);
      expect(ticketsOf(account)).toHaveLength(1);
    }
  });

  it('nothing is told twice', () => {
    expect(toldTwice(stage)).toEqual([]);
    const added = roots().filter(({ ts }) => !before.includes(ts));
    const accounts = [separate.queued, separate.untold, separate.unshown];
    const other = added.filter(({ text }) => !accounts.some((account) => text.includes(account)));
    expect(other.map(({ text }) => text)).toEqual([expect.stringContaining('CloudTrail, 5 May 2026')]);
    expect(stage.rehearsal.jira.issues).toHaveLength(fixture.jira.length + accounts.length);
  });

  it('what was begun and cut short is found, not begun again', () => {
    expect(rootsOf(separate.cut)).toHaveLength(1);
    expect(ticketsOf(separate.cut)).toHaveLength(1);
  });

  it('what was mended in the middle of it is told as over', () => {
    const told = rootsOf(`(${separate.mended})`).map(({ text }) => text);
    expect(told).toEqual([expect.stringMatching(/RESOLVED|CLOSED/)]);
    expect(ticketsOf(`(${separate.mended})`)).toMatchObject([{ status: 'Done' }]);
  });

  it('no incident is lost', async () => {
    const now = await open();
    expect(opened.filter((one) => !now.includes(one))).toEqual([]);
  });

  it('what stood before is still held back', () => {
    expect(roots().filter(({ text }) => text.includes(`(${separate.standing})`))).toEqual([]);
    expect(ticketsOf(separate.standing)).toEqual([]);
  });

  it('no place is called wrong, although its member templates are of the version before', async () => {
    const rows = (await stage.player.rows('StateTable')).map((row) => unmarshall(row));
    const checks = rows.filter(({ pk }) => pk === 'forwarding');
    expect(checks.length).toBeGreaterThan(0);
    const gaps = checks.flatMap(({ gaps: found }) => found as { readonly kind: string }[]);
    expect(gaps.filter(({ kind }) => kind !== 'outdated')).toEqual([]);
    const rules = (await stage.player.rows('IssuesTable')).flatMap((row) =>
      Object.keys(unmarshall(row)['findings'] as object).map((key) => key.split('#')[0]),
    );
    expect(rules.filter((rule) => /^(?:events-not-forwarded|detector-changed)$/.test(rule ?? ''))).toEqual(
      [],
    );
  });

  it('the stream heard once more from its beginning tells nothing', async () => {
    const told = [everything(stage).length, stage.rehearsal.jira.issues.length];
    const Records = (await stage.player.rows('IssuesTable')).map((NewImage, index) => ({
      eventID: String(index),
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      dynamodb: { NewImage, SequenceNumber: String(index + 1), StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }));
    await hear(stage, Records);
    await stage.player.later();
    expect([everything(stage).length, stage.rehearsal.jira.issues.length]).toEqual(told);
  });
});

describe('a baseline that was accepted just before', () => {
  beforeAll(async () => {
    await putRows(stage, { state: fixture.accepted.state });
    await putMessages(stage, fixture.accepted.queues);
    await stage.player.later();
  });

  it('is told one by one, once', () => {
    expect(rootsOf(`(${separate.standing})`)).toHaveLength(1);
    expect(ticketsOf(separate.standing)).toHaveLength(1);
  });
});

describe('what is mended after the deploy', () => {
  beforeAll(async () => {
    await repair(stage);
    await afterRepair(stage);
    await noteShapes();
  });

  it('is over in the table', async () => {
    expect(await open()).toEqual([]);
  });

  it('and its tickets end; only the interruption waits for a person, as before', () => {
    const waiting = stage.rehearsal.jira.issues.filter(({ status }) => status !== 'Done');
    expect(waiting.map(({ fields }) => fields.summary)).toEqual([
      expect.stringContaining(`interrupted (${separate.interrupted})`),
    ]);
  });

  it('and every message says so, in the message that told of it', () => {
    expect(toldTwice(stage)).toEqual([]);
    const critical = roots().filter(({ text }) => text.includes('CRITICAL'));
    expect(critical.map(({ text }) => text)).toEqual([]);
  });

  it('and nothing ended as a dead letter', async () => {
    const { cloud } = stage.rehearsal;
    const queues = cloud.stack
      .of('AWS::SQS::Queue')
      .filter(({ logicalId }) => /DeadLetters$/.test(logicalId));
    expect(queues.length).toBeGreaterThan(0);
    for (const { logicalId } of queues) {
      const { visible, held, delayed } = await cloud.queue(logicalId);
      expect([...visible, ...held, ...delayed].map(({ body }) => body)).toEqual([]);
    }
  });
});

describe('the way back within a day', () => {
  it('every field and word that is new is known to be passed over, or refused by name', () => {
    const known = new Set(fixture.shapes);
    const unexplained = [...shapes].filter((shape) => !known.has(shape) && !(shape in passedOver));
    expect(unexplained.toSorted()).toEqual([]);
  });

  it('the readers of the version before read every row', async () => {
    const { cloud } = stage.rehearsal;
    const old = await oldReaders();
    const [issues, state] = [await stage.player.rows('IssuesTable'), await stage.player.rows('StateTable')];
    const { endpoint, credentials } = cloud.tables.config;
    const { accessKeyId, secretAccessKey } = await credentials();
    const address = await endpoint?.();
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://${address?.hostname}:${address?.port}`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
    const readings = await old.readRows(
      { issues: issues.map((row) => unmarshall(row)), state: state.map((row) => unmarshall(row)) },
      {
        awsRegion: 'eu-west-1',
        issuesTable: cloud.nameOf('IssuesTable'),
        stateTable: cloud.nameOf('StateTable'),
      },
    );
    vi.unstubAllEnvs();
    expect(readings.filter(({ there, read }) => there !== read)).toEqual([]);
  });

  it('and every message, with every field that passed-over.ts does not name', async () => {
    const old = await oldReaders();
    const then = new Set(Object.keys(fixture.sent));
    for (const invocation of stage.spy.seen.filter((one) => then.has(one.function))) {
      for (const { body } of recordsIn(invocation)) {
        if (typeof body !== 'string') continue;
        const sent: unknown = JSON.parse(body);
        const read = old.readMessage(invocation.function, sent);
        const [kind = ''] = messageKind(invocation.function, sent).split('+');
        if (/^event|^heartbeat/.test(kind)) continue;
        const lost = lostIn(sent, read).map((path) => `${invocation.function} ${kind}${path}`);
        expect(lost.filter((path) => !(path in passedOver))).toEqual([]);
      }
    }
  });
});

/** The bundle of readers.ts as it was recorded. */
async function oldReaders(): Promise<typeof Readers> {
  const file = pathToFileURL(join(fixtureDirectory(), 'readers.mjs')).href;
  return (await import(file)) as typeof Readers;
}
