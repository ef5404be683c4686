import { jiraChannel } from '#adapters/jira/jira-channel.ts';
import type { JiraOptions } from '#adapters/jira/session.ts';
import { startJira } from '#simulators/jira/start-jira.ts';
import type { JiraStandIn } from '#simulators/jira/start-jira.ts';
import type { Fate } from '#simulators/stand-in/server.ts';
import { simpleWorkflow } from '#simulators/jira/project.ts';
import type { Workflow } from '#simulators/jira/project.ts';
import type { Channel, Recipient } from '#ports/channel.ts';

const auth = { email: 'trailwarden@example.com', apiToken: 'secret' };

/** A workflow whose only ends are a lie, and one whose end asks for a resolution. */
export const workflows: Record<'endless' | 'resolving', Workflow> = {
  endless: {
    statuses: [...simpleWorkflow.statuses, { name: "Won't do", category: 'done' }],
    transitions: [
      { name: 'Start', to: 'In Progress' },
      { name: 'Reject', to: "Won't do" },
    ],
  },
  resolving: {
    statuses: [
      { name: 'Neu', category: 'new' },
      { name: 'Erledigt', category: 'done' },
    ],
    transitions: [{ name: 'Fertig', to: 'Erledigt', asksResolution: true }],
  },
};

/** A Jira with a handful of projects and people, and a channel that speaks to it; `settings` change the channel. */
export async function jiraSite(settings: Partial<JiraOptions> = {}) {
  const clock = { at: Date.parse('2026-11-21T12:00:00Z'), now: () => clock.at };
  const jira = await startJira({
    clock,
    auth,
    projects: [
      { key: 'AWSSEC', issueTypes: ['Task', 'Bug'] },
      { key: 'PLAIN', issueTypes: ['Task'], priorities: [] },
      { key: 'ENDLESS', issueTypes: ['Task'], workflow: workflows.endless },
      { key: 'RESOLVE', issueTypes: ['Task'], workflow: workflows.resolving },
      { key: 'BUGS', issueTypes: ['Bug'] },
    ],
    users: [
      { accountId: '557058:own', displayName: 'Trailwarden', emailAddress: auth.email },
      {
        accountId: '712020:11111111-aaaa-bbbb-cccc-222222222222',
        displayName: 'Support-Cloud',
        emailAddress: 'cloud@example.com',
      },
      { accountId: '712020:sam1', displayName: 'Sam Smith', emailAddress: 'sam.one@example.com' },
      { accountId: '712020:sam2', displayName: 'Sam Smith', emailAddress: 'sam.two@example.com' },
      {
        accountId: '712020:hid',
        displayName: 'Hidden',
        emailAddress: 'hidden@example.com',
        emailHidden: true,
      },
      { accountId: '712020:gone', displayName: 'Gone', emailAddress: 'gone@example.com', active: false },
    ],
  });
  // The clock of these tests stands still, so that everything would come within one second.
  jira.rates.on = false;
  return { jira, clock, channel: channelTo(jira, settings) };
}

/** A channel to this Jira that takes every answer that jira.js does not know as a failure. */
export function channelTo(jira: Pick<JiraStandIn, 'url'>, settings: Partial<JiraOptions> = {}): Channel {
  return jiraChannel({
    host: jira.url,
    credentials: () => Promise.resolve(auth),
    issueType: 'Task',
    priorities: { critical: 'Highest', high: 'High', medium: 'Medium', low: 'Low' },
    labels: ['cloud'],
    linkType: 'Relates',
    done: [],
    textLimit: 32_767,
    // The limit counts real time, of which a busy machine can take more than production's 2.5 s. Tests of the limit
    // itself set their own.
    timeLimit: 20_000,
    onSchemaMismatch: 'throw',
    ...settings,
  });
}

/** Lets `fate` befall the next request whose method and path match, as in `POST /issue`, and no other. */
export function once(jira: JiraStandIn, request: string, fate: Fate): void {
  const [method, path = ''] = request.split(' ');
  let used = false;
  jira.hook = (call) => {
    if (used || call.method !== method || !call.path.endsWith(path)) return 'serve';
    used = true;
    return fate;
  };
}

/** A destination in Jira. */
export function to(project: string, more: Partial<Extract<Recipient, { channel: 'jira' }>> = {}): Recipient {
  return { channel: 'jira', project, ...more };
}
