import { CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Story } from '#local/attacks/attack-stories.ts';
import { organizationStories, stories } from '#local/attacks/attack-stories.ts';
import { alone, attackWorld, bucketOf, managed, stranger, watchedIn } from '#local/attacks/attack-world.ts';
import { readRoleName } from '#local/rehearsal/documents.ts';
import { readRoleMay, rolesAdmitting } from '#local/rehearsal/member-roles.ts';
import { deployedIn } from '#local/rehearsal/member-rules.ts';
import type { ScanReport } from '#usecases/scan/scan-report.ts';
import { runTool } from '#test/given/run-tool.ts';
import { handsOf } from '#local/playground/tools.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { mallory } from './worlds.ts';

const minute = 60_000;
/** The role that scans: the configuration lets it take on the read role (`operators.roles`). */
const auditor = `arn:aws:iam::${managed.management}:role/Auditor`;
const watched = watchedIn(attackWorld);
const cloudtrails = {
  enabled: true,
  reporting: true,
  'ddb.table_name': 'hammer-cloudtrails',
  accounts: watched,
};

/** Rules that compare with what was there before, which no first look knows: what a trail, bucket or store was. */
const needsMemory = [
  'trail-gone',
  'logging-interrupted',
  'redirected',
  'management-events-narrowed',
  'single-region-only',
  'global-services-off',
  'validation-off',
  'organization-trail-reduced',
  'data-store-stopped',
  'data-store-narrowed',
  'bucket-foreign',
];

const organization = {
  mode: 'organization',
  id: 'o-exampleorg',
  management_account_id: managed.management,
};

async function stageWhere(hears: boolean, config: object = {}): Promise<Stage> {
  const stage = await startStage({
    world: attackWorld,
    documents: { config: { cloudtrails, ...config } },
    members: { rulesIn: deployedIn, rolesIn: rolesAdmitting([auditor]), readRoleMay },
  });
  onTestFinished(() => stage.stop());
  explainFailure(stage);
  stage.road.open = hears;
  return stage;
}

async function play(stage: Stage, all: readonly Story[], minutes = 70): Promise<void> {
  for (const { account, deed } of all) {
    await deed(handsOf(stage, account, account === alone.root ? { kind: 'root' } : mallory));
    await stage.cloud.settle();
  }
  for (const { then } of all) await then?.(handsOf(stage, stranger, mallory));
  // Deliveries that are refused show at the next attempt, those of digests within the hour.
  await stage.later(minutes * minute);
}

/** A sweep with all that it asks for, and another, so that the scan sees the world at the same moment. */
async function swept(stage: Stage): Promise<void> {
  await stage.sweep();
  await stage.later(5 * minute);
  await stage.sweep();
}

/** Control Tower's trail of the organization, which the accounts have beside their own. */
async function organizationTrail(stage: Stage): Promise<void> {
  const { trails } = handsOf(stage, managed.management, mallory);
  const Name = 'aws-controltower-OrganizationTrail';
  const kind = { IsOrganizationTrail: true, IsMultiRegionTrail: true, EnableLogFileValidation: true };
  await trails.send(new CreateTrailCommand({ Name, S3BucketName: 'all-logs', ...kind }));
  await trails.send(new StartLoggingCommand({ Name }));
}

/** The findings that stand in the issue table, a line each. */
async function detected(stage: Stage): Promise<string[]> {
  const items = await stage.items();
  return items
    .flatMap(({ account_id, issue_id, findings }) =>
      Object.entries(findings)
        .filter(([, { state, healthy_at, closed }]) => state !== 'resolved' && !healthy_at && !closed)
        .map(([key, { severity, weakening }]) =>
          [account_id, issue_id, key, severity, weakening ? 'weakening' : 'harm'].join(' '),
        ),
    )
    .toSorted();
}

/** The findings of a scan of the same accounts with the same configuration, a line each. */
async function scanned({ cloud, organization, configuration }: Stage): Promise<string[]> {
  const identity = { kind: 'role', role: 'Auditor', session: 'anna' } as const;
  const caller = organization.credentials({ accountId: managed.management, identity });
  const { stdout, stderr } = await runTool(
    [
      ...['scan', '--accounts', watched.join(','), '--role-name', readRoleName],
      ...['--directory', configuration, '--format', 'json'],
    ],
    {
      clockOffset: cloud.clock.offset,
      env: {
        AWS_ENDPOINT_URL: cloud.endpoint,
        AWS_ACCESS_KEY_ID: caller.accessKeyId,
        AWS_SECRET_ACCESS_KEY: caller.secretAccessKey,
        AWS_SESSION_TOKEN: caller.sessionToken ?? '',
      },
    },
  );
  expect(stderr).toBe('');
  const { findings, accepted, unread } = JSON.parse(stdout) as ScanReport;
  // A stranger's buckets show nothing of themselves to either of the two.
  const strangers = ['bucket of-a-stranger', `bucket ${bucketOf(alone.robbed)}`];
  // The account that one story closes is out of the detector's scope; the scan is asked for it by its id.
  const others = unread.filter(
    ({ what, account }) => !strangers.includes(what) && account !== managed.closed,
  );
  expect(others).toEqual([]);
  return [...findings, ...accepted]
    .map(({ account, region, rule, trail, severity, weakening }) =>
      [account, region, `${rule}#${trail ?? '-'}`, severity, weakening ? 'weakening' : 'harm'].join(' '),
    )
    .toSorted();
}

const ruleIn = (line: string): string => line.split(' ')[2]?.split('#')[0] ?? '';
const without = (lines: readonly string[], others: readonly string[]) =>
  lines.filter((line) => !others.includes(line));

describe('a scan and the packaged detector, in the same world', () => {
  it('find the same after every attack, when the detector comes as fresh as the scan does', async () => {
    const stage = await stageWhere(false);
    await play(stage, stories);
    await swept(stage);
    const found = await detected(stage);
    expect(await scanned(stage)).toEqual(found);
    expect(found.length).toBeGreaterThan(40);
    expect(new Set(found.map(ruleIn)).size).toBeGreaterThan(10);
  });

  it('find the same after every attack on the organization', async () => {
    const stage = await stageWhere(false, { organization });
    await organizationTrail(stage);
    for (const story of organizationStories) {
      await play(stage, [story], 2);
      await swept(stage);
      const [there, here] = [await detected(stage), await scanned(stage)];
      expect({ after: story.title, more: without(here, there) }).toEqual({ after: story.title, more: [] });
      // This detector has been there since the story before.
      expect(without(there, here).filter((line) => !needsMemory.includes(ruleIn(line)))).toEqual([]);
    }
  });

  it('find the same but for what was there before, when the detector has watched the attacks', async () => {
    const stage = await stageWhere(true);
    await stage.sweep();
    await play(stage, stories);
    await swept(stage);
    const [there, here] = [await detected(stage), await scanned(stage)];
    const places = (lines: readonly string[]) => [
      ...new Set(lines.map((line) => line.split(' ', 3).join(' '))),
    ];
    const [ofThere, ofHere] = [places(there), places(here)];
    expect(without(ofThere, ofHere).filter((one) => !needsMemory.includes(ruleIn(one)))).toEqual([]);
    expect(without(ofHere, ofThere).filter((one) => ruleIn(one) !== 'no-trail')).toEqual([]);
  });
});
