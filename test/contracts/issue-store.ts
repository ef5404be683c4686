import { describe, expect, it } from 'vitest';
import { findingKey } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import {
  at,
  finding,
  frankfurt,
  home,
  incidentId,
  later,
  lookResult,
  manyAccounts,
  memory,
  noon,
  saved,
  shop,
  shopTrail,
  trail,
  trigger,
} from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

/** What every issue store promises. */
export function issueStoreContract(open: () => Promise<Stores>): void {
  it('remembers nothing of an account that nobody looked at', async () => {
    const { issues } = await open();
    expect(await issues.readRemembered(shop, home)).toEqual({ issue: undefined, memory: undefined });
    expect(await issues.listUnclosed(shop)).toEqual([]);
  });

  it('gives back what a look saved, findings and memory alike', async () => {
    const { issues } = await open();
    const rich = finding({
      subject: shopTrail,
      causedBy: 'e-1',
      exemptBecause: 'known',
      returnsFrom: incidentId('i-0'),
      healthyAt: at('12:05:00'),
      evidence: { trailName: 'shop', recorded: 'WriteOnly', coveredBy: [shopTrail], stoppedAt: noon },
    });
    const result = lookResult(await issues.readRemembered(shop, home), { at: noon, findings: [rich] });
    expect(await issues.saveLook(result)).toBe('applied');
    const read = await issues.readRemembered(shop, home);
    expect(read.memory).toEqual(result.memory);
    expect(read.issue).toMatchObject({ account: shop, region: home, version: 1, status: 'open' });
    expect(read.issue?.findings.get(findingKey('logging-stopped', shopTrail))).toEqual(rich);
  });

  it('reads an account as a whole like each of its Regions alone, and nobody else', async () => {
    const { issues } = await open();
    await saved(issues, { at: noon });
    const elsewhere = lookResult(await issues.readRemembered(shop, frankfurt), {
      at: noon,
      region: frankfurt,
    });
    await issues.saveLook({ ...elsewhere, issue: undefined, changed: [] });
    const other = manyAccounts(1)[0] ?? shop;
    await issues.saveLook(lookResult(await issues.readRemembered(other, home), { at: noon, account: other }));
    const all = await issues.readRememberedByRegion(shop);
    expect([...all.keys()].sort()).toEqual([frankfurt, home].sort());
    for (const [region, remembered] of all)
      expect(remembered).toEqual(await issues.readRemembered(shop, region));
    const seen = new Map((await issues.listMemories(shop)).map((memory) => [memory.region, memory]));
    for (const [region, { memory: known }] of all) expect(seen.get(region)).toEqual(known);
    expect(seen.size).toBe(all.size);
  });

  it('leaves the issue or the memory as it is when a look says nothing about it', async () => {
    const { issues } = await open();
    const issue = await saved(issues, { at: noon });
    const seen = memory(later(noon, 60));
    const nothingWrong = {
      ...lookResult(await issues.readRemembered(shop, home), { at: noon }),
      issue: undefined,
    };
    await issues.saveLook({ ...nothingWrong, changed: [], memory: seen });
    expect(await issues.readRemembered(shop, home)).toEqual({ issue, memory: seen });
    const unseen = lookResult(await issues.readRemembered(shop, home), { at: later(noon, 120) });
    await issues.saveLook({ ...unseen, memory: undefined });
    expect(await issues.readRemembered(shop, home)).toMatchObject({ issue: { version: 2 }, memory: seen });
  });

  it('never lets an older observation overwrite a newer one', async () => {
    const { issues } = await open();
    const before = await issues.readRemembered(shop, home);
    const [older, newer] = [lookResult(before, { at: noon }), lookResult(before, { at: later(noon, 1) })];
    expect(await issues.saveLook(newer)).toBe('applied');
    expect(await issues.saveLook(older)).toBe('stale');
    const slow = lookResult(await issues.readRemembered(shop, home), { at: noon });
    expect(await issues.saveLook(slow)).toBe('stale');
    expect((await issues.readRemembered(shop, home)).memory?.at).toBe(later(noon, 1));
  });

  it('never loses one of many saves at once: one is applied, the others are told that they are stale', async () => {
    const { issues } = await open();
    await saved(issues, { at: noon });
    const before = await issues.readRemembered(shop, home);
    const results = Array.from({ length: 8 }, (_, index) =>
      lookResult(before, { at: later(noon, index + 1) }),
    );
    const outcomes = await Promise.all(results.map((result) => issues.saveLook(result)));
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1);
    const winner = results[outcomes.indexOf('applied')]!;
    expect(await issues.readRemembered(shop, home)).toMatchObject({
      issue: { version: 2 },
      memory: winner.memory,
    });
  });

  it('lets one of two first writers win', async () => {
    const { issues } = await open();
    const before = await issues.readRemembered(shop, home);
    const outcomes = await Promise.all(
      [1, 2].map((seconds) => issues.saveLook(lookResult(before, { at: later(noon, seconds) }))),
    );
    expect(outcomes.sort()).toEqual(['applied', 'stale']);
  });

  it('writes nothing of a stale look, not even its members', async () => {
    const { issues, incidents } = await open();
    const claim = { cause: finding().cause, since: noon, at: noon };
    const incident = await incidents.claimIncident(claim);
    const before = await issues.readRemembered(shop, home);
    await saved(issues, { at: later(noon, 5) });
    const stray = finding({ subject: shopTrail, incident });
    expect(await issues.saveLook(lookResult(before, { at: noon, findings: [stray] }))).toBe('stale');
    expect((await incidents.readIncident(incident))?.members).toEqual([]);
  });

  it('lists what is not closed, of one account and of all', async () => {
    const { issues } = await open();
    await saved(issues, { at: noon });
    await saved(issues, { at: noon, region: frankfurt });
    const others = manyAccounts(12);
    for (const account of others) await saved(issues, { at: noon, account });
    const first = (await issues.readRemembered(shop, home)).issue!;
    expect(await issues.closeIssue(first, { at: later(noon, 60), because: 'healthy' })).toBe('applied');
    expect((await issues.listUnclosed(shop)).map(({ region }) => region)).toEqual([frankfurt]);
    const all: Issue[] = [];
    for await (const issue of issues.listAllUnclosed()) all.push(issue);
    expect(new Set(all.map(({ account }) => account))).toEqual(new Set([shop, ...others]));
    expect(all).toHaveLength(13);
  });

  describe('closing', () => {
    it('closes the issue and its members, with the reason', async () => {
      const { issues, incidents } = await open();
      const incident = await incidents.claimIncident({ cause: finding().cause, since: noon, at: noon });
      const healed = finding({ subject: shopTrail, incident, state: 'resolved', resolvedAt: noon });
      const issue = await saved(issues, { at: noon, findings: [healed] });
      const closed = { at: later(noon, 86_400), because: 'account-left' } as const;
      expect(await issues.closeIssue(issue, closed)).toBe('applied');
      const after = (await issues.readRemembered(shop, home)).issue!;
      expect(after).toMatchObject({ status: 'closed', version: 2, timestamps: { closed: closed.at } });
      expect((await incidents.readIncident(incident))?.members[0]?.finding.closed).toEqual(closed);
    });

    it('leaves alone what changed since it was read', async () => {
      const { issues } = await open();
      const read = await saved(issues, { at: noon });
      await saved(issues, { at: later(noon, 1) });
      expect(await issues.closeIssue(read, { at: later(noon, 2), because: 'healthy' })).toBe('stale');
      expect((await issues.readRemembered(shop, home)).issue?.status).toBe('open');
    });

    it('lets a closed issue open anew: nobody has been told of that one yet', async () => {
      const { issues } = await open();
      await saved(issues, { at: noon });
      await issues.noteReported(shop, home, { at: later(noon, 1) });
      const issue = (await issues.readRemembered(shop, home)).issue!;
      await issues.closeIssue(issue, { at: later(noon, 60), because: 'healthy' });
      const again = await saved(issues, { at: later(noon, 3600) });
      expect(again.status).toBe('open');
      expect(again.timestamps.reported).toBeUndefined();
      expect(again.timestamps.closed).toBeUndefined();
    });
  });

  describe('reporters and the evaluator write one item together', () => {
    it('keeps what reporters noted when the evaluator writes', async () => {
      const { issues, tickets } = await open();
      await saved(issues, { at: noon });
      const before = await issues.readRemembered(shop, home);
      await issues.noteReported(shop, home, { at: later(noon, 2), ticket: 'SEC-1' });
      expect(await issues.saveLook(lookResult(before, { at: later(noon, 3) }))).toBe('applied');
      const { issue } = await issues.readRemembered(shop, home);
      expect(issue).toMatchObject({ version: 2, timestamps: { reported: later(noon, 2) } });
      expect(await tickets(shop, home)).toEqual(['SEC-1']);
    });

    it('keeps what the evaluator wrote when reporters note something', async () => {
      const { issues } = await open();
      const issue = await saved(issues, { at: noon });
      await issues.noteReported(shop, home, { at: later(noon, 2), ticket: 'SEC-1' });
      const after = (await issues.readRemembered(shop, home)).issue!;
      const { reported, ...own } = after.timestamps;
      expect(reported).toBe(later(noon, 2));
      expect({ ...after, timestamps: own }).toEqual({ ...issue, timestamps: own });
    });

    it('notes the same report once, the first moment counts, and every ticket is kept', async () => {
      const { issues, tickets } = await open();
      await saved(issues, { at: noon });
      for (const ticket of ['SEC-1', 'SEC-1', undefined, 'SEC-2', 'SEC-1'])
        await issues.noteReported(shop, home, { at: later(noon, 5), ticket });
      expect(await tickets(shop, home)).toEqual(['SEC-1', 'SEC-2']);
      expect((await issues.readRemembered(shop, home)).issue?.timestamps.reported).toBe(later(noon, 5));
    });

    it('loses none of the tickets that reporters note at the same moment', async () => {
      const { issues, tickets } = await open();
      await saved(issues, { at: noon });
      const all = ['SEC-1', 'SEC-2', 'SEC-3', 'SEC-4', 'SEC-5'];
      await Promise.all(all.map((ticket) => issues.noteReported(shop, home, { at: noon, ticket })));
      expect([...(await tickets(shop, home))].sort()).toEqual(all);
    });

    it('notes nothing where no issue is', async () => {
      const { issues } = await open();
      await issues.noteReported(shop, home, { at: noon, ticket: 'SEC-1' });
      expect((await issues.readRemembered(shop, home)).issue).toBeUndefined();
    });
  });

  describe('an item that Hammer wrote', () => {
    it('tells its ticket and when it was identified, and keeps both when it is taken over', async () => {
      const stores = await open();
      await stores.inherit(shop, home, { identified: at('08:00:00'), ticket: 'OLD-7' });
      const before = await stores.issues.readRemembered(shop, home);
      expect(before.issue).toMatchObject({ version: 0, status: 'open', inheritedTicket: 'OLD-7' });
      const after = await saved(stores.issues, { at: noon });
      expect(after).toMatchObject({ version: 1, inheritedTicket: 'OLD-7' });
      expect(after.timestamps.identified).toBe(at('08:00:00'));
    });

    it('is taken over by one of two evaluators', async () => {
      const { issues, inherit } = await open();
      await inherit(shop, home, { identified: at('08:00:00'), ticket: 'OLD-7' });
      const before = await issues.readRemembered(shop, home);
      const outcomes = await Promise.all(
        [1, 2].map((seconds) => issues.saveLook(lookResult(before, { at: later(noon, seconds) }))),
      );
      expect(outcomes.sort()).toEqual(['applied', 'stale']);
    });

    it('stops offering its ticket once a reporter noted one', async () => {
      const { issues, inherit, tickets } = await open();
      await inherit(shop, home, { identified: at('08:00:00'), ticket: 'OLD-7' });
      await saved(issues, { at: noon });
      await issues.noteReported(shop, home, { at: noon, ticket: 'OLD-7' });
      expect((await issues.readRemembered(shop, home)).issue?.inheritedTicket).toBeUndefined();
      expect(await tickets(shop, home)).toEqual(['OLD-7']);
    });

    it('does not hand on the ticket of an issue that is over: what returns gets a ticket of its own', async () => {
      const { issues, inherit, tickets } = await open();
      await inherit(shop, home, { status: 'closed', identified: at('08:00:00'), ticket: 'OLD-7' });
      expect((await issues.readRemembered(shop, home)).issue).toMatchObject({ version: 0, status: 'closed' });
      const after = await saved(issues, { at: noon });
      expect(after.status).toBe('open');
      expect(after.inheritedTicket).toBeUndefined();
      expect(await tickets(shop, home)).toEqual(['OLD-7']);
    });
  });

  it('keeps the calls that findings name as their causes with their incident', async () => {
    const { issues, incidents } = await open();
    const incident = await incidents.claimIncident({ cause: finding().cause, since: noon, at: noon });
    const caused = [
      finding({ subject: shopTrail, incident, causedBy: 'e-1' }),
      finding({ rule: 'no-trail', subject: '-', incident, causedBy: 'e-1' }),
    ];
    const causes = [trigger(), trigger({ eventId: 'e-2', sameAs: 'e-2' })];
    await saved(issues, { at: noon, findings: caused, causes });
    const view = await incidents.readIncident(incident);
    expect([...(view?.events.values() ?? [])]).toEqual([trigger()]);
    expect(view?.members).toHaveLength(2);
  });

  it('is not kept from saving by two calls that bear one event id, as a forged one can', async () => {
    const { issues } = await open();
    const caused = finding({ subject: shopTrail, causedBy: 'e-1' });
    const causes = [trigger(), trigger({ sameAs: 'another', eventName: 'DeleteTrail' })];
    const issue = await saved(issues, { at: noon, findings: [caused], causes });
    expect(issue.version).toBe(1);
  });

  it('knows which trails depend on what, from what their own account saw at home', async () => {
    const { issues, dependencies } = await open();
    const rich = trail({
      kmsKey: `arn:aws:kms:eu-west-1:${shop}:key/1234`,
      logGroup: `arn:aws:logs:eu-west-1:${shop}:log-group:trails:*`,
      logsRole: `arn:aws:iam::${shop}:role/service-role/deliver`,
      topic: `arn:aws:sns:eu-west-1:${shop}:trails`,
    });
    const seen = (moment: typeof noon, ...trails: (typeof rich)[]) =>
      memory(moment, {}, ...trails.map((one) => ({ trail: one, status: { logging: true }, seenAt: moment })));
    await saved(issues, { at: noon, memory: seen(noon, rich) });
    const dependent = { trail: shopTrail, account: shop, homeRegion: home };
    for (const dependency of [
      { kind: 'bucket', id: 'shop-logs' },
      { kind: 'key', id: '1234' },
      { kind: 'key', id: `arn:aws:kms:eu-west-1:${shop}:key/1234` },
      { kind: 'log-group', id: 'trails' },
      { kind: 'role', id: 'deliver' },
      { kind: 'topic', id: `arn:aws:sns:eu-west-1:${shop}:trails` },
    ] as const)
      expect(await dependencies.listDependents(dependency)).toEqual([dependent]);
    expect(await dependencies.listDependents({ kind: 'bucket', id: 'holiday-photos' })).toEqual([]);
    const moved = later(noon, 60);
    await saved(issues, { at: moved, memory: seen(moved, trail({ bucket: 'elsewhere' })) });
    expect(await dependencies.listDependents({ kind: 'bucket', id: 'shop-logs' })).toEqual([]);
    expect(await dependencies.listDependents({ kind: 'key', id: '1234' })).toEqual([]);
    expect(await dependencies.listDependents({ kind: 'bucket', id: 'elsewhere' })).toEqual([dependent]);
  });

  it('forgets what a trail that is gone depended on, and ignores what others see of it', async () => {
    const { issues, dependencies } = await open();
    const known = { trail: trail(), status: { logging: true }, seenAt: noon };
    await saved(issues, { at: noon, memory: memory(noon, {}, known) });
    const shadow = memory(noon, { region: frankfurt }, { ...known, trail: trail({ bucket: 'other' }) });
    await saved(issues, { at: noon, region: frankfurt, memory: shadow });
    expect(await dependencies.listDependents({ kind: 'bucket', id: 'other' })).toEqual([]);
    const gone = later(noon, 60);
    await saved(issues, { at: gone, memory: memory(gone, {}, { ...known, goneAt: gone }) });
    expect(await dependencies.listDependents({ kind: 'bucket', id: 'shop-logs' })).toEqual([]);
  });
}
