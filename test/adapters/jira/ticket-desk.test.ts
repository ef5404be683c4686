import { afterEach, describe, expect, it } from 'vitest';
import { jiraTicketDesk } from '#adapters/jira/ticket-desk.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { JiraIssue } from '#simulators/jira/issue.ts';
import type { JiraStandIn } from '#simulators/jira/start-jira.ts';
import type { SendResult } from '#ports/channel.ts';
import { everywhere, names, now, view } from '#test/given/incidents.ts';
import { jiraSite, to } from './jira-site.ts';

const running: JiraStandIn[] = [];
afterEach(async () => {
  for (const jira of running.splice(0)) await jira.stop();
});

function value<Value>(delivery: SendResult<Value>): Value {
  if (delivery.kind !== 'done') throw new Error(`${delivery.kind}: ${delivery.why}`);
  return delivery.value;
}

const sam = { accountId: '712020:sam1', displayName: 'Sam Smith' };
const open = announcementOf(view(everywhere()), { accounts: names, now });

async function start() {
  const { jira, channel } = await jiraSite({ labels: ['trailwarden'] });
  running.push(jira);
  const desk = jiraTicketDesk({
    host: jira.url,
    credentials: async () => ({ email: 'trailwarden@example.com', apiToken: 'secret' }),
    issueType: 'Task',
    labels: ['trailwarden'],
    linkType: 'Relates',
    done: [],
    textLimit: 32_767,
    onSchemaMismatch: 'throw',
  });
  const ticket = async (marker: string): Promise<string> =>
    value(await channel.open(to('AWSSEC'), open, marker)).ref;
  return { jira, channel, desk, ticket };
}

/** A ticket as an insider makes it: labels like ours, our property copied, another creator. */
function planted(jira: JiraStandIn, of: string): string {
  const ours = jira.issue(of);
  const copy = { ...ours, id: '999', key: 'AWSSEC-900', reporter: '712020:sam1', comments: [], links: [] };
  // The stand-in shows its own list; what people do in Jira's pages goes into it.
  (jira.issues as JiraIssue[]).push(copy);
  return copy.key;
}

describe('all tickets at once', () => {
  it('are those of ours that are not done, with the markers they were made under', async () => {
    const { desk, ticket, channel } = await start();
    const [first, second] = [await ticket('i-1-aa'), await ticket('i-2-bb')];
    value(await channel.finish({ ref: second, place: 'AWSSEC' }, open));
    expect(value(await desk.listOpenTickets())).toEqual([{ key: first, marker: 'i-1-aa' }]);
    expect(value(await desk.readTicketState(first))).toBe('open');
    expect(value(await desk.readTicketState(second))).toBe('done');
    expect(value(await desk.readTicketState('AWSSEC-99'))).toBe('gone');
  });

  it('come page by page', async () => {
    const { jira, desk, ticket } = await start();
    jira.rates.on = false;
    for (let number = 0; number < 103; number += 1) await ticket(`i-${number}-aa`);
    expect(value(await desk.listOpenTickets())).toHaveLength(103);
  });

  it('can be closed as duplicates, which is said on them once', async () => {
    const { jira, desk, ticket } = await start();
    const [first, second] = [await ticket('i-1-aa'), await ticket('i-1-aa')];
    for (let time = 0; time < 2; time += 1) value(await desk.closeDuplicate(second, first));
    expect(value(await desk.readTicketState(second))).toBe('done');
    const comments = jira.issues.find(({ key }) => key === second)?.comments ?? [];
    expect(comments).toHaveLength(1);
    expect(JSON.stringify(comments)).toContain(`duplicate of ${first}`);
  });

  it('are not compared while Jira does not answer', async () => {
    const { jira, desk } = await start();
    await jira.stop();
    running.length = 0;
    expect((await desk.listOpenTickets()).kind).toBe('later');
  });
});

describe('tickets that changed lately', () => {
  /** A person assigns the ticket in Jira's pages. */
  function assign(jira: JiraStandIn, key: string, assignee: string | undefined, minutesAgo = 0): void {
    const issue = jira.issue(key);
    issue.fields = { ...issue.fields, assignee };
    const at = issue.updated - minutesAgo * 60_000;
    issue.versions.splice(0, Infinity, { at, fields: issue.fields, status: issue.status });
  }

  it('come with the person to whom they are assigned', async () => {
    const { jira, desk, ticket } = await start();
    const [first, second] = [await ticket('i-1-aa'), await ticket('i-2-bb')];
    assign(jira, first, sam.accountId);
    assign(jira, second, undefined);
    const found = value(await desk.listChangedTickets());
    expect(found.toSorted((one, other) => one.key.localeCompare(other.key))).toEqual([
      { key: first, marker: 'i-1-aa', assignee: sam.displayName },
      { key: second, marker: 'i-2-bb', assignee: undefined },
    ]);
  });

  it('are neither those that are done nor those of longer ago, and one page at most', async () => {
    const { jira, desk, ticket, channel } = await start();
    const [first, second] = [await ticket('i-1-aa'), await ticket('i-2-bb')];
    assign(jira, first, sam.accountId, 121);
    value(await channel.finish({ ref: second, place: 'AWSSEC' }, open));
    expect(value(await desk.listChangedTickets())).toEqual([]);
    jira.rates.on = false;
    for (let number = 0; number < 103; number += 1) await ticket(`i-9${number}-aa`);
    expect(value(await desk.listChangedTickets())).toHaveLength(100);
  });

  it('of another user are none of ours, whoever is assigned', async () => {
    const { jira, desk, ticket } = await start();
    const first = await ticket('i-1-aa');
    planted(jira, first);
    expect(value(await desk.listChangedTickets())).toMatchObject([{ key: first }]);
  });
});

describe('what others write in Jira decides nothing', () => {
  it('a ticket of another user is none of ours, whatever labels and properties it bears', async () => {
    const { jira, desk, ticket } = await start();
    const first = await ticket('i-1-aa');
    planted(jira, first);
    expect(value(await desk.listOpenTickets())).toEqual([{ key: first, marker: 'i-1-aa' }]);
  });

  it('a label that is taken away or added changes nothing: the property says which incident it is', async () => {
    const { jira, desk, ticket } = await start();
    const first = await ticket('i-1-aa');
    const issue = jira.issue(first);
    issue.fields = { ...issue.fields, labels: ['trailwarden', 'tw-i-2-bb'] };
    issue.versions.push({ at: issue.updated, fields: issue.fields, status: issue.status });
    expect(value(await desk.listOpenTickets())).toEqual([{ key: first, marker: 'i-1-aa' }]);
  });

  it('a ticket of another user is not adopted after a call whose outcome is unknown', async () => {
    const { jira, channel, ticket } = await start();
    const first = await ticket('i-1-aa');
    planted(jira, first);
    jira.deleteIssue(first);
    expect(value(await channel.find(to('AWSSEC'), 'i-1-aa', 0))).toBeUndefined();
  });
});
