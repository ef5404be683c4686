import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { simulateOrganization } from '#simulators/organization/simulate-organization.ts';

import { home, management, smallWorld } from '#test/given/simulated-aws.ts';

type Json = Record<string, unknown>;

function recorded(name: string): Json {
  const file = new URL(`../../fixtures/cloudtrail-answers/${name}.json`, import.meta.url);
  const { data } = JSON.parse(readFileSync(file, 'utf8')) as { data: Json };
  return Object.fromEntries(Object.entries(data).filter(([member]) => member !== 'ResponseMetadata'));
}

/** What the simulation sends over the wire, before any SDK client has read it. */
async function answered(operation: string, parameters: Json): Promise<Json> {
  const trails = smallWorld.trails?.map((trail) => ({
    ...trail,
    prefix: 'logs',
    logGroupArn: `arn:aws:logs:${home}:${management}:log-group:trail:*`,
    logsRoleArn: `arn:aws:iam::${management}:role/logs`,
    kmsKeyId: `arn:aws:kms:${home}:${management}:key/1`,
    stoppedAt: '2026-11-01T00:00:00Z',
  }));
  const organization = simulateOrganization({
    readRoleName: 'trailwarden-read',
    world: { ...smallWorld, trails: trails ?? [] },
    clock: { now: () => Date.parse('2026-11-21T12:00:00Z') },
    deliver: () => undefined,
  });
  const { accessKeyId } = organization.credentials({ accountId: management, identity: { kind: 'root' } });
  const { body } = await organization.answer({
    service: 'cloudtrail',
    region: home,
    accessKeyId,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}` },
    body: Buffer.from(JSON.stringify(parameters)),
  });
  return JSON.parse(body.toString()) as Json;
}

/** The kind of each member: moments are numbers on the wire and records in the recording. */
function kinds(answer: Json): Json {
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => {
      const isMoment = typeof value === 'object' && value !== null && '__class__' in value;
      return [name, Array.isArray(value) ? 'list' : isMoment ? 'number' : typeof value];
    }),
  );
}

describe('answers have the members and kinds of recorded ones', () => {
  it('GetTrailStatus', async () => {
    expect(kinds(await answered('GetTrailStatus', { Name: 'everything' }))).toMatchObject(
      kinds(recorded('get-trail-status')),
    );
  });

  it('DescribeTrails', async () => {
    const [theirs] = recorded('describe-trails')['trailList'] as Json[];
    const [ours] = (await answered('DescribeTrails', {}))['trailList'] as Json[];
    expect(kinds(ours ?? {})).toMatchObject(kinds(theirs ?? {}));
  });

  it('GetEventSelectors', async () => {
    const theirs = recorded('get-event-selectors');
    const ours = await answered('GetEventSelectors', { TrailName: 'everything' });
    expect(kinds(ours)).toEqual(kinds(theirs));
    expect(ours['EventSelectors']).toEqual(theirs['EventSelectors']);
  });
});
