import { readFileSync } from 'node:fs';

import { DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { operations } from '#simulators/organization/operations.ts';
import { simulateOrganization } from '#simulators/organization/simulate-organization.ts';
import { checkWorld, World } from '#simulators/organization/world.ts';

import { home, management, member, simulatedAws, smallWorld } from '#test/given/simulated-aws.ts';

describe('a world', () => {
  it('names all its faults at once, with their paths', () => {
    const world: World = {
      ...smallWorld,
      accounts: [...smallWorld.accounts, { id: member, name: 'again', regions: ['eu-north-1'] }],
      trails: [
        {
          name: 'lost',
          accountId: '999999999999',
          homeRegion: 'eu-north-1',
          organization: true,
          bucket: 'b',
        },
      ],
    };
    expect(() => checkWorld(world)).toThrow(
      [
        'This world cannot be built:',
        `- accounts[3]: ${member} is there twice`,
        '- accounts[3].regions[0]: Region eu-north-1 is not in regions',
        '- trails[0].accountId: no account 999999999999 in accounts',
        '- trails[0].homeRegion: Region eu-north-1 is not in regions',
        '- trails[0].accountId: organization trails belong to the management account',
      ].join('\n'),
    );
  });

  it('refuses fields nobody knows and ids that are none', () => {
    const world = { regions: [home], accounts: [{ id: '12', name: 'x' }], bukkets: [] };
    expect(() => checkWorld(world)).toThrow(/accounts\[0\]\.id: expected an account id/);
    expect(() => checkWorld(world)).toThrow(/bukkets/);
  });

  it('may be a single account without an organization', async () => {
    const accountId = '444444444444';
    const aws = await simulatedAws({
      regions: [home],
      accounts: [{ id: accountId, name: 'alone' }],
      trails: [{ name: 'main', accountId, homeRegion: home, bucket: 'main-logs' }],
      buckets: [{ name: 'main-logs', accountId, region: home }],
    });
    expect((await aws.as(accountId).cloudTrail.send(new DescribeTrailsCommand({}))).trailList).toHaveLength(
      1,
    );
  });

  it('may have trails that stopped before it began', async () => {
    const [trail] = smallWorld.trails ?? [];
    const trails = trail ? [{ ...trail, logging: false, stoppedAt: '2026-11-20T00:00:00Z' }] : [];
    const aws = await simulatedAws({ ...smallWorld, trails });
    const status = await aws
      .as(management)
      .cloudTrail.send(new GetTrailStatusCommand({ Name: 'everything' }));
    expect(status).toMatchObject({ IsLogging: false, StopLoggingTime: new Date('2026-11-20T00:00:00Z') });
    expect(Number(status.LatestDeliveryTime)).toBeLessThanOrEqual(Date.parse('2026-11-20T00:00:00Z'));
  });
});

describe('size', () => {
  it('a thousand accounts in seventeen Regions are looked at within seconds, and nothing is due', async () => {
    const regions = Array.from({ length: 17 }, (_, index) => `eu-region-${index + 1}`);
    const organization = simulateOrganization({
      readRoleName: 'trailwarden-read',
      world: {
        ...smallWorld,
        regions: [...smallWorld.regions, ...regions],
        accounts: [
          ...smallWorld.accounts,
          ...Array.from({ length: 1000 }, (_, index) => ({
            id: String(500000000000 + index),
            name: `n${index}`,
          })),
        ],
      },
      clock: { now: () => Date.parse('2026-11-21T12:00:00Z') },
      deliver: () => undefined,
    });
    const common = { service: 'cloudtrail', method: 'POST', path: '/', query: new URLSearchParams() };
    const headers = { 'x-amz-target': 'CloudTrail_20131101.DescribeTrails' };
    const started = performance.now();
    for (let index = 0; index < 1000; index += 1) {
      const accountId = String(500000000000 + index);
      const { accessKeyId } = organization.credentials({ accountId, identity: { kind: 'root' } });
      for (const region of regions) {
        const { body } = await organization.answer({
          ...common,
          accessKeyId,
          region,
          headers,
          body: Buffer.from('{}'),
        });
        if (!body.includes('everything')) expect.unreachable(`${accountId} in ${region}: ${body.toString()}`);
      }
    }
    expect(organization.calls).toHaveLength(17_000);
    expect(organization.nextDue()).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('the list of operations', () => {
  it('names what every service answers', () => {
    expect(operations).toContain('cloudtrail:GetTrailStatus');
    expect(operations).toContain('s3:PutBucketPolicy');
    expect(new Set(operations.map((one) => one.split(':')[0]))).toEqual(
      new Set([
        ...['account', 'cloudformation', 'cloudtrail', 'events', 'iam', 'kms', 'organizations', 's3'],
        ...['sqs', 'sts'],
      ]),
    );
  });
});

describe('the page about worlds', () => {
  const page = readFileSync(new URL('../../../docs/local-cloud-world.md', import.meta.url), 'utf8');

  it('lists every operation', () => {
    const listed = /<!-- operations -->\n(.*)\n<!-- \/operations -->/s.exec(page)?.[1];
    expect(listed).toBe(operationsTable(operations));
  });

  it('shows a world that can be built', () => {
    const example = /```json\n(.*?)```/s.exec(page)?.[1] ?? '';
    expect(checkWorld(JSON.parse(example)).trails).toHaveLength(1);
  });

  it('names every field of a world', () => {
    const fields = Object.entries(World.shape).flatMap(([name, field]) => {
      const inner = field instanceof z.ZodDefault || field instanceof z.ZodOptional ? field.unwrap() : field;
      const record = inner instanceof z.ZodArray ? inner.element : inner;
      return record instanceof z.ZodObject ? Object.keys(record.shape) : [name];
    });
    expect(fields.length).toBeGreaterThan(30);
    for (const field of fields) expect(page).toMatch(new RegExp(`[\`.]${field}\``));
  });
});

/** One line a service: its operations in alphabetical order. */
function operationsTable(all: readonly string[]): string {
  const byService = Map.groupBy(all, (one) => one.split(':')[0]);
  return [...byService]
    .map(([service, names]) => `- **${service}**: ${names.map((one) => one.split(':')[1]).join(', ')}`)
    .join('\n');
}
