import { createIssue } from 'jira.js/cloud';
import { createClient, isApiError } from 'jira.js/core';
import { onTestFinished } from 'vitest';
import { startJira } from '#simulators/jira/start-jira.ts';
import type { JiraOptions } from '#simulators/jira/start-jira.ts';
import type { Workflow } from '#simulators/jira/project.ts';

/** A clock that only moves when told to. */
export function handClock(start = Date.UTC(2026, 10, 21, 12)) {
  let now = start;
  return { now: () => now, pass: (milliseconds: number) => void (now += milliseconds) };
}

const auth = { email: 'bot@example.com', apiToken: 'right' };

/** A workflow without a direct way to done, whose last step asks for a resolution. */
export const longWay: Workflow = {
  statuses: [
    { name: 'Open', category: 'new' },
    { name: 'Review', category: 'indeterminate' },
    { name: 'Closed', category: 'done' },
  ],
  transitions: [
    { name: 'Take', from: ['Open'], to: 'Review' },
    { name: 'Close', from: ['Review'], to: 'Closed', asksResolution: true },
    { name: 'Reopen', from: ['Closed'], to: 'Open' },
  ],
};

/** A site with a plain project, one with a long workflow and one without priorities, and production's client. */
export async function site(options: Partial<JiraOptions> = {}, apiToken = auth.apiToken) {
  const clock = handClock();
  const jira = await startJira({
    clock,
    projects: [
      { key: 'SEC', issueTypes: ['Task', 'Epic', 'Sub-task'] },
      { key: 'LONG', issueTypes: ['Incident'], workflow: longWay },
      { key: 'BARE', issueTypes: ['Task'], priorities: [] },
    ],
    users: [
      { accountId: 'acc-anna', displayName: 'Anna Archer', emailAddress: 'anna@example.com' },
      {
        accountId: 'acc-boris',
        displayName: 'Boris Baker',
        emailAddress: 'boris@example.com',
        active: false,
      },
      {
        accountId: 'acc-clara',
        displayName: 'Clara Cook',
        emailAddress: 'clara@example.com',
        assignable: ['LONG'],
      },
      {
        accountId: 'acc-dora',
        displayName: 'Dora Dean',
        emailAddress: 'dora@example.com',
        emailHidden: true,
      },
    ],
    auth,
    ...options,
  });
  onTestFinished(() => jira.stop());
  const client = createClient({
    host: jira.url,
    auth: { type: 'basic', email: auth.email, apiToken },
    onSchemaMismatch: 'throw',
  });
  return { jira, client, clock };
}

/** A document of one paragraph. */
export function document(text: string) {
  return {
    type: 'doc' as const,
    version: 1,
    content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
  };
}

/** The least a ticket needs. */
export const task = { project: { key: 'SEC' }, issuetype: { name: 'Task' }, summary: 'Logging stopped' };

/** Creates an issue and answers its key. */
export async function newIssue(
  client: Parameters<typeof createIssue>[0],
  fields: Record<string, unknown> = {},
  others: Partial<Parameters<typeof createIssue>[1]> = {},
): Promise<string> {
  const created = await createIssue(client, { fields: { ...task, ...fields }, ...others });
  return created.key;
}

/** The refusal's status and body. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ status: number; errors?: unknown; messages?: unknown }> {
  try {
    await call;
  } catch (error) {
    if (!isApiError(error)) throw error;
    const body = error.body as { errors?: unknown; errorMessages?: unknown } | undefined;
    return { status: error.status, errors: body?.errors, messages: body?.errorMessages };
  }
  throw new Error('the call was accepted');
}
