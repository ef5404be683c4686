import { describe, expect, it } from 'vitest';
import { dynamoIncidentStore } from '#adapters/aws/dynamo-incident-store.ts';
import { dynamoIssueStore } from '#adapters/aws/dynamo-issue-store.ts';
import { movementsOf } from '#domain/issues/movement.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import { freshTables } from '#test/contracts/dynamo-stores.ts';
import { arn, finding, home, later, lookResult, memory, noon, shop, trail } from '#test/given/shop.ts';

const many = 250;
const names = Array.from({ length: many }, (_, index) =>
  arn(`arn:aws:cloudtrail:eu-west-1:${shop}:trail/t${String(index).padStart(3, '0')}`),
);

/** Stores whose client ends, as if its function were killed, after so many transactions of `killed`. */
async function stores() {
  const { client, ...tables } = await freshTables();
  const incidents = dynamoIncidentStore({ client, ...tables, newId: newIncidentId });
  const issues = dynamoIssueStore({ client, ...tables });
  let left = Infinity;
  let transactions = 0;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'TransactWriteItemsCommand') [left, transactions] = [left - 1, transactions + 1];
        if (left < 0) throw new Error('killed');
        return next(args);
      },
    { step: 'initialize' },
  );
  const killed = async (after: number, work: () => Promise<unknown>): Promise<void> => {
    left = after;
    await expect(work()).rejects.toThrow('A transaction on the state failed');
    left = Infinity;
  };
  return { incidents, issues, killed, transactions: () => transactions };
}

async function look(all: Awaited<ReturnType<typeof stores>>) {
  const cause = finding().cause;
  const incident = await all.incidents.claimIncident({ cause, since: noon, at: noon });
  const findings = names.map((subject) => finding({ subject, incident, seenAt: noon }));
  const trails = names.map((name) => ({ trail: trail({ arn: name }), seenAt: noon }));
  const result = lookResult(await all.issues.readRemembered(shop, home), {
    at: noon,
    findings,
    memory: { ...memory(noon), trails },
  });
  return { incident, result };
}

describe('a look with more to write than goes into one transaction', () => {
  it('writes all of it, and leaves no mark', async () => {
    const all = await stores();
    const { incident, result } = await look(all);
    expect(await all.issues.saveLook(result)).toBe('applied');
    expect(all.transactions()).toBeGreaterThan(2);
    const { issue, memory: seen } = await all.issues.readRemembered(shop, home);
    expect(issue).toMatchObject({ version: 1, status: 'open', partial: undefined });
    expect(issue?.findings.size).toBe(many);
    expect(seen?.trails).toHaveLength(many);
    expect((await all.incidents.readIncident(incident))?.members).toHaveLength(many);
  });

  it('shows that rows are missing when it is killed in between, and the next look writes them', async () => {
    const all = await stores();
    const { incident, result } = await look(all);
    await all.killed(1, () => all.issues.saveLook(result));
    const half = await all.issues.readRemembered(shop, home);
    // Never before the item: what there is of members, the item has as well.
    expect(half).toMatchObject({ issue: { version: 1, partial: true }, memory: undefined });
    expect((await all.incidents.readIncident(incident))?.members.length).toBeLessThan(many);
    const again = { ...result, before: half, issue: { ...result.issue!, version: 2 } };
    expect(await all.issues.saveLook(again)).toBe('applied');
    const whole = await all.issues.readRemembered(shop, home);
    expect(whole.issue?.partial).toBeUndefined();
    expect((await all.incidents.readIncident(incident))?.members).toHaveLength(many);
    expect(movementsOf(half.issue, whole.issue)).toHaveLength(1);
  });

  it('stops where somebody else has written in between', async () => {
    const all = await stores();
    const { result } = await look(all);
    await all.issues.saveLook(result);
    expect(await all.issues.saveLook(result)).toBe('stale');
    const { issue } = await all.issues.readRemembered(shop, home);
    expect(issue?.version).toBe(1);
  });

  it('closes all members, and the item last: killed in between, it is closed the next day', async () => {
    const all = await stores();
    const { incident, result } = await look(all);
    await all.issues.saveLook(result);
    const { issue } = await all.issues.readRemembered(shop, home);
    const closed = { at: later(noon, 60), because: 'account-left' } as const;
    await all.killed(1, () => all.issues.closeIssue(issue!, closed));
    expect((await all.issues.readRemembered(shop, home)).issue?.status).toBe('open');
    expect(await all.issues.closeIssue(issue!, closed)).toBe('applied');
    const members = (await all.incidents.readIncident(incident))?.members ?? [];
    expect(members.filter((one) => one.finding.closed !== undefined)).toHaveLength(many);
    expect((await all.issues.readRemembered(shop, home)).issue?.status).toBe('closed');
  });

  it('closes nothing of an issue that somebody else has written meanwhile', async () => {
    const all = await stores();
    const { incident, result } = await look(all);
    await all.issues.saveLook(result);
    const { issue } = await all.issues.readRemembered(shop, home);
    const closed = { at: later(noon, 60), because: 'account-left' } as const;
    expect(await all.issues.closeIssue({ ...issue!, version: 7 }, closed)).toBe('stale');
    const members = (await all.incidents.readIncident(incident))?.members ?? [];
    expect(members.filter((one) => one.finding.closed !== undefined)).toEqual([]);
  });
});
