import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { readEventsFile } from '#cli/input/events-file.ts';
import { effects } from '#local/replay/effects.ts';
import { inOrder, recordedEvent } from '#local/replay/recorded-event.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { World } from '#simulators/organization/world.ts';
import type { ScanReport } from '#usecases/scan/scan-report.ts';
import { judgedWorld } from '#test/given/judged-world.ts';
import type { SimulatedAws } from '#test/given/simulated-aws.ts';
import { simulatedAws } from '#test/given/simulated-aws.ts';
import { scan } from './scan-world.ts';

afterEach(() => vi.unstubAllEnvs());

const fixture = (name: string): string => new URL(`../fixtures/${name}`, import.meta.url).pathname;
const attacked = '123837392027';
const document = {
  aws: {
    main_account_id: attacked,
    region: 'eu-west-1',
    role_name_identification: 'trailwarden-read',
    accounts: { [attacked]: 'invictus' },
  },
  cloudtrails: { minimum_retention_days: 90 },
};

/** What a detector that comes now finds at its first sweep. */
async function detected(world: World, aws: SimulatedAws): Promise<string[]> {
  const detector = await judgedWorld(world, document, aws);
  await detector.swept();
  const issues: Issue[] = [];
  for await (const issue of detector.stores.issues.listAllUnclosed()) issues.push(issue);
  return issues
    .flatMap(({ account, region, findings }) =>
      [...findings.values()]
        .filter(({ state, healthyAt }) => state !== 'resolved' && healthyAt === undefined)
        .map(({ rule, subject, severity, weakening }) =>
          [account, region, rule, subject, severity, weakening].join(' '),
        ),
    )
    .toSorted();
}

async function scanned(aws: SimulatedAws): Promise<string[]> {
  const clockOffset = aws.clock.now() - Date.now();
  const { stdout, stderr } = await scan(aws, ['--format', 'json'], { account: attacked, clockOffset });
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as ScanReport).findings
    .map(({ account, region, rule, trail, severity, weakening }) =>
      [account, region, rule, trail ?? '-', severity, weakening].join(' '),
    )
    .toSorted();
}

test('a scan finds what a detector finds, in every state of an hour of recorded attacks', async () => {
  const world = JSON.parse(readFileSync(fixture('replay/invictus-world.json'), 'utf8')) as World;
  const entries = await readEventsFile(fixture('events/invictus-2023-07-10.ndjson'));
  const events = entries.flatMap((entry) => (entry.kind === 'event' ? (recordedEvent(entry.raw) ?? []) : []));
  // It ticks, as services that count calls a second do not let in everything at one moment.
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead, advance: (ms: number) => void (ahead += ms) };
  const aws = { ...(await simulatedAws(world, { clock })), clock };
  const apply = effects({ cloud: aws.as(attacked), organization: aws.organization });
  const states: string[] = [];
  for (const event of inOrder(events)) {
    if (event.decision !== 'evaluate') continue;
    expect(await apply(event)).toBeUndefined();
    const found = await detected(world, aws);
    expect({ after: event.record.eventName, found: await scanned(aws) }).toEqual({
      after: event.record.eventName,
      found,
    });
    states.push(found.join('\n'));
  }
  expect(states.length).toBeGreaterThan(20);
  // Nothing, the trail that records less, the logs that expire, and both.
  expect(new Set(states).size).toBe(4);
});
