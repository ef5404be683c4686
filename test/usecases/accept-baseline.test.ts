import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { memoryBaseline } from '#adapters/memory/memory-baseline.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { memoryIssueStore } from '#adapters/memory/memory-issue-store.ts';
import { causeKey } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { PendingReport, ReportQueue } from '#ports/follow-ups.ts';
import { acceptBaseline } from '#usecases/sweep/accept-baseline.ts';
import { finding, healed, incidentId } from '#test/given/incidents.ts';
import { manyAccounts, noon, saved } from '#test/given/shop.ts';

/** An organization in which each of `count` accounts has an incident that is held back; every call takes a turn. */
async function organization(
  count: number,
  changes: (index: number) => Parameters<typeof finding>[0] = () => ({}),
) {
  const tables = memoryTables();
  const issues = memoryIssueStore(tables);
  const baseline = memoryBaseline(tables);
  const incidents = manyAccounts(count).map((account, index) => ({ account, id: incidentId(`i-${index}`) }));
  for (const [index, { account, id }] of incidents.entries()) {
    await saved(issues, { at: noon, account, findings: [finding({ incident: id, ...changes(index) })] });
    const cause = causeKey('not-recording', account);
    tables.incidents.set(id, { id, cause, openedAt: noon, preexisting: true });
  }
  let [running, most, turns] = [0, 0, 0];
  const broken = new Set<IncidentId>();
  const sent = { slack: [] as PendingReport[], jira: [] as PendingReport[] };
  const slowly = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    most = Math.max(most, (running += 1));
    await turn();
    turns += 1;
    running -= 1;
    return work();
  };
  const queue = (reports: PendingReport[]): ReportQueue => ({
    sendLater: (report) => slowly(async () => void reports.push(report)),
    giveUp: async () => undefined,
  });
  const accept = acceptBaseline({
    issues,
    clock: { now: () => noon },
    queues: [queue(sent.slack), queue(sent.jira)],
    baseline: {
      ...baseline,
      releaseIncident: (id) =>
        slowly(async () => {
          if (broken.has(id)) throw new Error('the table is throttled');
          return baseline.releaseIncident(id);
        }),
    },
  });
  const idsIn = (reports: readonly PendingReport[]) => reports.map(({ incident }) => incident).toSorted();
  return { accept, baseline, incidents, sent, broken, idsIn, most: () => most, turns: () => turns };
}

describe('the baseline of an organization', () => {
  it('is accepted incident by incident, sixteen at once, each told to both reporters', async () => {
    const world = await organization(300);
    expect(await world.accept()).toBe(300);
    const all = world.incidents.map(({ id }) => id).toSorted();
    expect(world.idsIn(world.sent.slack)).toEqual(all);
    expect(world.idsIn(world.sent.jira)).toEqual(all);
    // Sixteen incidents, of which each asks two queues at once.
    expect(world.most()).toBeGreaterThanOrEqual(16);
    expect(world.most()).toBeLessThanOrEqual(32);
    expect(await world.baseline.acceptedAt()).toBe(noon);
    expect(await world.baseline.isHeld(all[7]!)).toBe(false);
  });

  it('leaves out what is over or accepted already', async () => {
    const world = await organization(3, (index) => [{}, healed, { state: 'whitelisted' as const }][index]!);
    expect(await world.accept()).toBe(1);
    expect(world.idsIn(world.sent.slack)).toEqual(['i-0']);
  });

  it('tells all others when one cannot be released, and says so; a second run does the rest', async () => {
    const world = await organization(40);
    world.broken.add(incidentId('i-3'));
    await expect(world.accept()).rejects.toThrow('1 x an incident of the baseline could not be told');
    expect(world.sent.slack).toHaveLength(39);
    world.broken.clear();
    expect(await world.accept()).toBe(40);
    expect(world.idsIn(world.sent.jira)).toContain('i-3');
  });
});
