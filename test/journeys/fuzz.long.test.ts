import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '#domain/values/instant.ts';
import { awsCalls } from '#local/fuzz/call-aws.ts';
import type { Home } from '#local/fuzz/fuzz-organization.ts';
import { archive, archiveBucket, homeIn, management, worldOf } from '#local/fuzz/fuzz-organization.ts';
import { movesOf, recordsWell, strikeAll } from '#local/fuzz/fuzz.ts';
import type { Intruder } from '#local/fuzz/intruder.ts';
import { intruderIn } from '#local/fuzz/intruder.ts';
import { seeded } from '#local/harness/seeded.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** Each account has the sequence of its own seed; all are played in step, so that one stage serves them. */
const sequences = Array.from({ length: 30 }, (_, index) => {
  const seed = index + 1;
  const random = seeded(seed);
  const home = homeIn(String(480_000_000_000 + seed));
  const bucket = random() < 0.6 ? archiveBucket : home.bucket;
  return { seed, random, victim: { home, bucket, encrypted: random() < 0.3 } };
});
const pauses = [5000, 30_000, 4 * minute, 12 * minute, 70 * minute, day] as const;

interface Played {
  readonly who: Intruder;
  readonly story: string[];
  /** Whether something was recorded well until the end, so that what was told before does not count. */
  isLoss: boolean;
}

let stage: Stage;
let struckAt = 0;
const played = new Map<string, Played>();

beforeAll(async () => {
  const watched = [...sequences.map(({ victim }) => victim.home.account), management, archive];
  const cloudtrails = { enabled: true, reporting: true, accounts: watched };
  stage = await startStage({
    world: worldOf(sequences.map(({ victim }) => victim)),
    documents: { config: { cloudtrails } },
  });
  await stage.sweep();
  await stage.hour();
  await stage.cloud.invoke(stage.cloud.nameOf('SweepLambdaFunction'), { task: 'accept-baseline' });
  await stage.later(day);
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

async function pass(milliseconds: number): Promise<void> {
  await stage.later(milliseconds);
  await stage.watch(1);
  if (milliseconds > 60 * minute) await stage.hour();
}

/** Incidents that were posted to people. */
const isPosted = (incident: string): boolean =>
  stage.slack
    .channel('cloudtrail')
    .messages.some(
      ({ threadTs, metadata }) => threadTs === undefined && JSON.stringify(metadata ?? '').includes(incident),
    );

const ofGuard = ['events-not-forwarded', 'detector-changed'];

/** What people were told of the account's trails, destinations or refusals; of the last strikes only, if they were a loss. */
async function heard({ account }: Home, since: number): Promise<readonly string[]> {
  const findings = (await stage.items(account)).flatMap((item) => Object.values(item.findings));
  return findings
    .filter(({ rule, severity }) => !ofGuard.includes(String(rule)) && severity !== 'low')
    .filter(({ rule, opened_at }) => rule === 'redirected' || Date.parse(String(opened_at)) >= since)
    .flatMap(({ rule, incident_id }) => (isPosted(String(incident_id)) ? [String(rule)] : []));
}

describe('thirty administrators who silence their accounts, each in an order of their own', () => {
  it('make their calls', async () => {
    const calls = awsCalls(stage.organization);
    const all = sequences.map(({ victim, random }) => {
      const who = intruderIn(victim.home, { organization: stage.organization, calls }, random);
      const one: Played = { who, story: [], isLoss: false };
      played.set(victim.home.account, one);
      return { one, moves: movesOf(who), left: Math.floor(random() * 6) };
    });
    const together = seeded(480);
    for (let round = 0; round < 6; round += 1) {
      for (const { one, moves, left } of all) {
        if (round >= left) continue;
        one.story.push((await one.who.pick(moves)(one.who)) ?? 'nothing to do');
        await stage.cloud.settle();
      }
      await pass(pauses[Math.floor(together() * pauses.length)] ?? minute);
    }
    struckAt = stage.cloud.clock.now();
    for (const { one } of all) {
      const trails = await one.who.trails();
      one.isLoss = trails.some((sight) => recordsWell(sight, instant(struckAt)));
      one.story.push(...(await strikeAll(one.who, () => stage.cloud.settle())));
    }
    await stage.watch(3);
    await stage.hour();
    expect(stage.organization.unknownOperations).toEqual([]);
  });

  it.each(sequences)('are told of within an hour: seed $seed', async ({ victim: { home } }) => {
    const { story, isLoss } = played.get(home.account) ?? { story: [], isLoss: true };
    const refused = await heard(home, 0);
    const told = isLoss && !refused.includes('access-lost') ? await heard(home, struckAt) : refused;
    expect(told, story.join('\n')).not.toEqual([]);
  });

  it('lose nothing on the way', async () => {
    expect(await stage.deadLetters()).toEqual([]);
  });
});
