import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { JiraIssue } from '#simulators/jira/issue.ts';
import type { Channel, ToldRef } from '#ports/channel.ts';
import { announcement } from './any-announcement.ts';
import { channelTo, jiraSite, to } from './jira-site.ts';
import { stoppedTrail } from './stopped-trail.ts';

const { jira, channel } = await jiraSite();
afterAll(() => jira.stop());
beforeEach(() => {
  jira.hook = () => 'serve';
});

let markers = 0;
/** Opens a ticket under a marker of its own; anything but success fails the test. */
async function opened(
  where = to('AWSSEC'),
  announcement = stoppedTrail(),
  through: Channel = channel,
): Promise<{ told: ToldRef; issue: JiraIssue; marker: string }> {
  const marker = `incident-${String((markers += 1))}`;
  const delivery = await through.open(where, announcement, marker);
  if (delivery.kind !== 'done') throw new Error(delivery.why);
  return { told: delivery.value, issue: jira.issue(delivery.value.ref), marker };
}

const words = (value: unknown) => JSON.stringify(value);
const done = { kind: 'done', value: undefined };

describe('a new ticket', () => {
  it('has title, text, type, priority and labels, and is found by its marker', async () => {
    const { told, issue, marker } = await opened();
    expect(issue.fields).toMatchObject({
      summary: stoppedTrail().headline,
      issueType: 'Task',
      priority: 'Highest',
      labels: ['cloud', 'logging-stopped', 'trailwarden', `tw-${marker}`].sort(),
    });
    expect(words(issue.fields.description)).toContain('start-logging');
    expect(told).toEqual({ ref: issue.key, place: 'AWSSEC' });
    expect(await channel.find(to('AWSSEC'), marker, 0)).toEqual({ kind: 'done', value: told });
  });

  it('takes one call when nobody is to be assigned and nothing linked', async () => {
    const before = jira.requests.length;
    await opened();
    expect(jira.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /rest/api/3/issue',
    ]);
  });

  it.each([
    ['a display name', 'support-cloud'],
    ['an e-mail address', 'Cloud@example.com'],
    ['an account id', '712020:11111111-aaaa-bbbb-cccc-222222222222'],
  ])('is assigned by %s', async (_kind, assignee) => {
    const { issue, told } = await opened(to('AWSSEC', { assignee }));
    expect(issue.fields.assignee).toBe('712020:11111111-aaaa-bbbb-cccc-222222222222');
    expect(told.notes).toBeUndefined();
  });

  it.each([
    ['nobody has that name', 'Support', 'was not found'],
    ['several people have it', 'Sam Smith', 'several people'],
    ['the address is hidden', 'hidden@example.com', 'hides most e-mail addresses'],
    ['the person has left', 'Gone', 'was not found'],
  ])('is left to the project with a note on it when %s', async (_why, assignee, note) => {
    const { issue, told } = await opened(to('AWSSEC', { assignee }));
    expect(issue.fields.assignee).toBeUndefined();
    expect(told.notes?.join()).toContain(note);
    expect(words(issue.fields.description)).toContain(note);
  });

  it('is written without the assignee when people cannot be looked up', async () => {
    jira.hook = ({ path }) => (path.endsWith('/assignable/search') ? { status: 500, body: 'no' } : 'serve');
    const { told } = await opened(to('AWSSEC', { assignee: 'Support-Cloud' }));
    expect(told.notes?.join()).toContain('could not be looked up');
  });

  it('does without a priority that the project does not have, and says so', async () => {
    const { issue, told } = await opened(to('PLAIN'));
    expect(issue.fields.priority).toBeUndefined();
    expect(told.notes?.join()).toContain('no priority "Highest"');
    expect(words(issue.fields.description)).toContain('jira.priorities in config.json');
  });

  it('is linked to its parent and to the ticket of the last time', async () => {
    const [parent, previous] = [await opened(), await opened()];
    const returned = stoppedTrail({ previousTicket: previous.told.ref });
    const { issue, told } = await opened(to('AWSSEC', { parentTicket: parent.told.ref }), returned);
    expect(issue.links.map(({ other, type }) => `${type} ${other}`).sort()).toEqual(
      [`Relates ${parent.told.ref}`, `Relates ${previous.told.ref}`].sort(),
    );
    expect(told.notes).toBeUndefined();
  });

  it('has the type, the priority, the labels and the kind of link that the configuration names', async () => {
    const parent = await opened();
    const priorities = { critical: 'Medium', high: '', medium: '', low: '' };
    const settings = { issueType: 'Bug', linkType: 'Blocks', labels: ['night-shift'], priorities };
    const through = channelTo(jira, settings);
    const { issue } = await opened(to('AWSSEC', { parentTicket: parent.told.ref }), stoppedTrail(), through);
    expect(issue.fields).toMatchObject({ issueType: 'Bug', priority: 'Medium' });
    expect(issue.fields.labels).toContain('night-shift');
    expect(issue.links).toMatchObject([{ type: 'Blocks', other: parent.told.ref }]);
  });

  it('is written although the parent does not exist, with a comment that says so', async () => {
    const { issue, told } = await opened(to('AWSSEC', { parentTicket: 'AWSSEC-99999' }));
    expect(told.notes?.join()).toContain('not linked to AWSSEC-99999');
    expect(issue.comments.map(({ body }) => words(body)).join()).toContain('does not exist');
  });

  it('is marked as accepted when an exemption covers it', async () => {
    const { issue } = await opened(to('AWSSEC'), stoppedTrail({ status: 'whitelisted' }));
    expect(issue.fields.labels).toContain('whitelisted');
  });
});

describe('a ticket whose incident moves on', () => {
  it('gets a new title, text, label and priority', async () => {
    const { told, issue } = await opened(to('AWSSEC'), stoppedTrail({ severity: 'medium' }));
    const changes = {
      headline: 'Now the organization',
      severity: 'critical',
      labels: ['trail-gone'],
    } as const;
    expect(await channel.change(told, stoppedTrail(changes))).toEqual(done);
    expect(issue.fields).toMatchObject({ summary: 'Now the organization', priority: 'Highest' });
    expect(issue.fields.labels).toEqual(expect.arrayContaining(['trail-gone', 'logging-stopped', 'cloud']));
  });

  it('keeps its notes, and the labels and the priority that people gave it', async () => {
    const { told, issue } = await opened(
      to('AWSSEC', { assignee: 'Nobody' }),
      stoppedTrail({ severity: 'medium' }),
    );
    issue.fields = { ...issue.fields, priority: 'Lowest', labels: [...issue.fields.labels, 'team-blue'] };
    await channel.change(told, stoppedTrail({ severity: 'critical' }));
    expect(issue.fields.priority).toBe('Lowest');
    expect(issue.fields.labels).toContain('team-blue');
    expect(words(issue.fields.description)).toContain('Nobody');
  });

  it('loses the label of an exemption that no longer covers it', async () => {
    const { told, issue } = await opened(to('AWSSEC'), stoppedTrail({ status: 'whitelisted' }));
    await channel.change(told, stoppedTrail());
    expect(issue.fields.labels).not.toContain('whitelisted');
  });

  it('is the same after a repeated change, also one whose answer was lost', async () => {
    const { told, issue } = await opened();
    jira.hook = ({ method }) => (method === 'PUT' ? 'drop-after' : 'serve');
    expect((await channel.change(told, stoppedTrail({ headline: 'New' }))).kind).toBe('later');
    jira.hook = () => 'serve';
    const after = words(issue.fields);
    expect(await channel.change(told, stoppedTrail({ headline: 'New' }))).toEqual(done);
    expect(words(issue.fields)).toBe(after);
  });

  it('is linked at its next change when linking failed, and once', async () => {
    const { told: parent } = await opened();
    jira.hook = ({ path }) => (path.endsWith('/issueLink') ? { status: 429, body: {} } : 'serve');
    const { told, issue } = await opened(to('AWSSEC', { parentTicket: parent.ref }));
    expect(issue.links).toEqual([]);
    jira.hook = () => 'serve';
    await channel.change(told, stoppedTrail());
    await channel.change(told, stoppedTrail());
    expect(issue.links.map(({ other }) => other)).toEqual([parent.ref]);
    expect(issue.properties['trailwarden']).toMatchObject({ toLink: [] });
  });

  it('that a person closed stays closed and up to date, with one comment', async () => {
    const { told, issue } = await opened();
    issue.status = 'Done';
    await channel.change(told, stoppedTrail({ headline: 'Still going on' }));
    await channel.change(told, stoppedTrail({ headline: 'Still going on and on' }));
    expect(issue.status).toBe('Done');
    expect(issue.fields.summary).toBe('Still going on and on');
    expect(issue.comments.map(({ body }) => words(body))).toEqual([expect.stringContaining('is not over')]);
  });

  it('carries what was said by id', async () => {
    const { told, issue } = await opened();
    const milestone = (id: string) => ({ id, words: [{ kind: 'text' as const, text: `Said ${id}` }] });
    expect(await channel.say(told, stoppedTrail(), milestone('severity-up'))).toEqual(done);
    expect(await channel.say(told, stoppedTrail(), milestone('resolved'))).toEqual(done);
    expect(words(issue.comments[0]?.body)).toContain('Said severity-up');
    expect(await channel.said(told)).toEqual({ kind: 'done', value: ['resolved', 'severity-up'] });
  });

  it('that was deleted is gone for every method', async () => {
    const { told } = await opened();
    jira.deleteIssue(told.ref);
    const milestone = { id: 'x', words: [] };
    for (const delivery of [
      await channel.change(told, stoppedTrail()),
      await channel.say(told, stoppedTrail(), milestone),
      await channel.said(told),
      await channel.finish(told, stoppedTrail()),
      await channel.change({ ref: '../../myself', place: 'AWSSEC' }, stoppedTrail()),
    ]) {
      expect(delivery.kind).toBe('gone');
    }
  });
});

describe('a ticket whose trouble is over', () => {
  it('moves to done, once', async () => {
    const { told, issue } = await opened();
    expect(await channel.finish(told, stoppedTrail())).toEqual({ kind: 'done', value: 'done' });
    expect(await channel.finish(told, stoppedTrail())).toEqual({ kind: 'done', value: 'done' });
    expect(issue.status).toBe('Done');
    expect(issue.transitions).toHaveLength(1);
  });

  it('moves to done whatever the status is called, with the resolution that its screen asks for', async () => {
    const { told, issue } = await opened(to('RESOLVE'));
    await channel.finish(told, stoppedTrail());
    expect(issue.status).toBe('Erledigt');
    expect(issue.fields.resolution).toBe('Done');
  });

  it('is left to a person, asked once, when its workflow has no honest end', async () => {
    const { told, issue } = await opened(to('ENDLESS'));
    expect(await channel.finish(told, stoppedTrail())).toEqual({ kind: 'done', value: 'left-open' });
    expect(await channel.finish(told, stoppedTrail())).toEqual({ kind: 'done', value: 'left-open' });
    expect(issue.status).toBe('To Do');
    expect(issue.comments.map(({ body }) => words(body))).toEqual([expect.stringContaining('Please close')]);
  });
});

it('Jira takes every ticket, whatever strangers wrote, as new and as changed', async () => {
  jira.rates.on = false;
  await fc.assert(
    fc.asyncProperty(announcement, announcement, async (first, second) => {
      const { told } = await opened(to('AWSSEC', { assignee: first.headline }), first);
      expect(await channel.change(told, second)).toEqual(done);
      expect(await channel.say(told, second, { id: 'x', words: first.loss[0] ?? [] })).toEqual(done);
    }),
    { numRuns: 40 },
  );
});
