import { describe, expect, it } from 'vitest';
import { noteMark } from '#adapters/aws/issue-writes.ts';
import type { CauseKey } from '#domain/findings/finding.ts';
import { dynamoStores, hammerItem, putRawItem, rawItem } from '#test/contracts/dynamo-stores.ts';
import { at, finding, frankfurt, home, later, noon, saved, shop, shopTrail } from '#test/given/shop.ts';

const old = { identified: at('08:00:00'), ticket: 'OLD-7' };

describe('an item that Hammer wrote', () => {
  it('keeps every attribute that we do not know, in the item and within its parts', async () => {
    const { client, issues } = await dynamoStores();
    const before = hammerItem(shop, home, old);
    await putRawItem(client, before);
    await saved(issues, { at: noon });
    await issues.noteReported(shop, home, { at: later(noon, 5), ticket: 'OLD-7' });
    await saved(issues, { at: later(noon, 60) });
    const after = await rawItem(client, shop, home);
    expect(after).toMatchObject({
      slack_details: before['slack_details'],
      jira_details: { owner: 'alice', business_unit: 'shops', ticket: 'OLD-7', tickets: ['OLD-7'] },
      timestamps: { identified: '2026-11-21T08:00:00.000Z', reported: '2026-11-21T08:00:00.000Z' },
      version: 2,
    });
  });

  it('is readable with texts where Hammer had none: no version, no details, a status of its own', async () => {
    const { client, issues } = await dynamoStores();
    const bare = { account_id: shop, timestamps: { created: '2025-01-02 03:04:05' } };
    await putRawItem(client, { ...bare, issue_id: home, status: 'stranded' });
    await putRawItem(client, { ...bare, issue_id: frankfurt, jira_details: { ticket: '' } });
    const { issue } = await issues.readRemembered(shop, home);
    expect(issue).toMatchObject({ version: 0, status: 'open', disabled: false });
    expect(new Date(issue!.timestamps.identified).toISOString()).toBe('2025-01-02T03:04:05.000Z');
    expect((await issues.readRemembered(shop, frankfurt)).issue?.inheritedTicket).toBeUndefined();
    expect(await saved(issues, { at: noon })).toMatchObject({ version: 1, status: 'open' });
    await issues.noteReported(shop, home, { at: noon, ticket: 'SEC-1' });
    expect((await rawItem(client, shop, home))?.['jira_details']).toEqual({
      ticket: 'SEC-1',
      tickets: ['SEC-1'],
    });
  });

  it.each([
    ['no timestamps', {}],
    ['a text for timestamps', { timestamps: 'yesterday' }],
    ['a list of them', { timestamps: ['yesterday'] }],
    ['nothing but empty timestamps', { timestamps: {} }],
    ['a text for details of a ticket', { timestamps: {}, jira_details: 'SEC-0' }],
    ['no timestamps, closed, with a ticket', { status: 'closed', jira_details: { ticket: 'OLD-1' } }],
    ['no timestamps and a version of ours', { version: 7 }],
    [
      'NULL for every time that did not come',
      {
        timestamps: {
          identified: '2026-01-01T00:00:00+00:00',
          reported: null,
          remediated: null,
          closed: null,
        },
      },
    ],
    ['NULL for its timestamps', { timestamps: null }],
    ['NULL for its ticket', { timestamps: {}, jira_details: { ticket: null, tickets: null } }],
    ['NULL for its details', { timestamps: {}, jira_details: null, issue_details: null }],
  ])('is taken over with %s, and noted on', async (_, extra) => {
    const { client, issues } = await dynamoStores();
    await putRawItem(client, {
      account_id: shop,
      issue_id: home,
      status: 'open',
      kept: 'as it was',
      ...extra,
    });
    const { version } = await saved(issues, { at: noon });
    await issues.noteReported(shop, home, { at: noon, ticket: 'SEC-1' });
    await saved(issues, { at: later(noon, 60) });
    const after = await rawItem(client, shop, home);
    expect(after).toMatchObject({ version: version + 1, kept: 'as it was' });
    expect(after).toMatchObject({ timestamps: { reported: '2026-11-21T12:00:00.000Z' } });
    expect((after?.['jira_details'] as { tickets: string[] }).tickets).toContain('SEC-1');
  });

  it('is passed over when its keys are no account and Region', async () => {
    const { client, issues } = await dynamoStores();
    await putRawItem(client, { account_id: 'not-an-account', issue_id: home, status: 'open' });
    const all = [];
    for await (const issue of issues.listAllUnclosed()) all.push(issue);
    expect(all).toEqual([]);
  });
});

describe('an item of ours', () => {
  it('shows the ticket of its oldest open incident, and lists all', async () => {
    const { client, issues, incidents } = await dynamoStores();
    const causes = ['one', 'two'].map((name) => `rule ${name}` as CauseKey);
    const [first, second] = await Promise.all(
      causes.map((cause) => incidents.claimIncident({ cause, since: noon, at: noon })),
    );
    const old = finding({ subject: shopTrail, incident: first!, openedAt: noon });
    const young = finding({ rule: 'no-trail', subject: '-', incident: second!, openedAt: later(noon, 60) });
    const details = async () => (await rawItem(client, shop, home))?.['jira_details'];
    const note = (ticket: string, incident: typeof first) =>
      issues.noteReported(shop, home, { at: noon, ticket, incident });
    await saved(issues, { at: later(noon, 60), findings: [old, young] });
    await note('SEC-2', second);
    expect(await details()).toMatchObject({ ticket: 'SEC-2', tickets: ['SEC-2'] });
    await note('SEC-1', first);
    expect(await details()).toMatchObject({ ticket: 'SEC-1', tickets: ['SEC-2', 'SEC-1'] });
    const over = { ...old, state: 'resolved', resolvedAt: later(noon, 90) } as const;
    await saved(issues, { at: later(noon, 90), findings: [over, young] });
    await note('SEC-1', first);
    expect(await details()).toMatchObject({ ticket: 'SEC-2', tickets: ['SEC-2', 'SEC-1'] });
  });

  it('bears the mark of a note only while nothing but a note was written: the stream leaves out no change', async () => {
    const { client, issues } = await dynamoStores();
    const isMarked = async () => (await rawItem(client, shop, home))?.[noteMark] === true;
    let tickets = 0;
    const noted = async () => {
      tickets += 1;
      await issues.noteReported(shop, home, { at: later(noon, 5), ticket: `SEC-${tickets}` });
      expect(await isMarked()).toBe(true);
    };
    await putRawItem(client, hammerItem(shop, home, old));
    await noted();
    const first = await saved(issues, { at: later(noon, 60) });
    expect(await isMarked()).toBe(false);
    await noted();
    await issues.closeIssue(first, { at: later(noon, 120), because: 'healthy' });
    expect(await isMarked()).toBe(false);
    await noted();
    await saved(issues, { at: later(noon, 180) });
    expect(await isMarked()).toBe(false);
    await noted();
    const subjects = Array.from({ length: 120 }, (_, index) => `${shopTrail}-${index}` as typeof shopTrail);
    await saved(issues, { at: later(noon, 240), findings: subjects.map((subject) => finding({ subject })) });
    expect(await isMarked()).toBe(false);
  });

  it('can be read by whoever knows Hammer', async () => {
    const { client, issues } = await dynamoStores();
    await saved(issues, { at: noon });
    expect(await rawItem(client, shop, home)).toMatchObject({
      account_id: shop,
      issue_id: home,
      status: 'open',
      issue_details: { disabled: true, delivery_errors: {} },
      jira_details: {},
      timestamps: { identified: '2026-11-21T12:00:00.000Z', updated: '2026-11-21T12:00:00.000Z' },
    });
  });
});
