import { describe, expect, it } from 'vitest';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { dynamoIncidentStore } from '#adapters/aws/dynamo-incident-store.ts';
import { dynamoIssueStore } from '#adapters/aws/dynamo-issue-store.ts';
import type { EventSelectors } from '#domain/facts/event-selectors.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import { evaluateRegion } from '#usecases/evaluate/evaluate-region.ts';
import { memoryDestinations } from '#adapters/memory/memory-log-destinations.ts';
import type { AccountVisit } from '#ports/trail-observer.ts';
import { home, later, lookResult, memory, noon, shop, shopTrail, trail } from '#test/given/shop.ts';
import { stopOf } from '#test/given/evaluation-world.ts';
import { freshTables } from './dynamo-stores.ts';

async function stores() {
  const { client, issuesTable, stateTable } = await freshTables();
  return {
    issues: dynamoIssueStore({ client, issuesTable, stateTable }),
    incidents: dynamoIncidentStore({ client, stateTable, newId: newIncidentId }),
    destinations: memoryDestinations(),
    exemptions: () => [],
    directory: memoryDirectory([[shop, 'shop']]),
    lakeByRegion: undefined,
    organization: undefined,
    expected: undefined,
    trustedAccess: undefined,
  };
}

// 500 values of 2,048 characters, the most that AWS takes in a trail's advanced selectors (CloudTrail, quotas).
const values = Array.from({ length: 498 }, (_, index) => `arn:aws:s3:::logs/${index}/`.padEnd(2048, 'x'));
const largest: EventSelectors = {
  kind: 'advanced',
  selectors: [
    [{ field: 'eventCategory', equals: ['Management'], narrowsOtherwise: false }],
    [
      { field: 'eventCategory', equals: ['Data'], narrowsOtherwise: false },
      { field: 'resources.ARN', equals: values, narrowsOtherwise: false },
    ],
  ],
};

describe('the largest answers of AWS in the real tables', () => {
  it('do not keep the stop of the trail from being stored', async () => {
    const parts = await stores();
    const at = (seconds: number, logging: boolean): AccountVisit => ({
      listRegions: async () => ({ kind: 'seen', value: [home] }),
      observeRegion: async () => ({
        account: shop,
        region: home,
        channels: undefined,
        at: later(noon, seconds),
        trails: {
          kind: 'seen',
          value: [
            {
              trail: trail({ customSelectors: true }),
              status: {
                kind: 'seen',
                value: logging ? { logging, startedAt: noon } : { logging, stoppedAt: later(noon, 60) },
              },
              selectors: { kind: 'seen', value: largest },
              secondHand: false,
            },
          ],
        },
      }),
    });
    const place = { account: shop, region: home };
    await evaluateRegion(parts, at(0, true), place, { why: 'sweep', triggers: [], forwarding: undefined });
    await evaluateRegion(parts, at(62, false), place, {
      why: 'event',
      triggers: [stopOf(shopTrail)],
      forwarding: undefined,
    });
    const { issue } = await parts.issues.readRemembered(shop, home);
    expect(issue).toMatchObject({ status: 'open', disabled: true });
    expect([...issue!.findings.values()]).toMatchObject([{ rule: 'logging-stopped', severity: 'critical' }]);
  });

  it('are refused as too large, and the worst is stored without the rest and told as unreadable', async () => {
    const parts = await stores();
    const huge = memory(
      later(noon, 1),
      {},
      {
        trail: trail({ prefix: 'p'.repeat(500_000) }),
        status: { logging: true },
        seenAt: noon,
      },
    );
    const before = await parts.issues.readRemembered(shop, home);
    expect(await parts.issues.saveLook(lookResult(before, { at: noon, memory: huge }))).toBe('too-large');
    // A store that takes no whole look: what is told must not depend on it.
    const issues: typeof parts.issues = {
      ...parts.issues,
      saveLook: async (result) => (result.memory ? 'too-large' : parts.issues.saveLook(result)),
    };
    const visit: AccountVisit = {
      listRegions: async () => ({ kind: 'seen', value: [home] }),
      observeRegion: async () => ({
        account: shop,
        region: home,
        channels: undefined,
        at: later(noon, 62),
        trails: {
          kind: 'seen',
          value: [
            {
              trail: trail(),
              status: { kind: 'seen', value: { logging: false, stoppedAt: later(noon, 60) } },
              secondHand: false,
            },
          ],
        },
      }),
    };
    const asked = { why: 'event', triggers: [stopOf(shopTrail)], forwarding: undefined } as const;
    await evaluateRegion({ ...parts, issues }, visit, { account: shop, region: home }, asked);
    const { issue } = await parts.issues.readRemembered(shop, home);
    const found = [...issue!.findings.values()].map(
      ({ rule, severity, state }) => `${rule} ${severity} ${state}`,
    );
    expect(found.sort()).toEqual(['logging-stopped critical open', 'unreadable high open']);
  });
});
