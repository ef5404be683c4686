import type { Config } from '#config/config.ts';
import { toldThroughJira, toldThroughSlack } from '#config/config.ts';
import { jiraOwner, slackOwners } from '#config/ticket-owners.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { jiraOptions, slackOptions } from '#doors/channels.ts';
import type { Asked, JiraFacts, JiraProject, SlackFacts } from './facts.ts';

/** Addresses of stand-ins for Slack and Jira, as the functions take them. */
export interface StandIns {
  readonly slackApiUrl?: string | undefined;
  readonly jiraHost?: string | undefined;
}

/** The answer of `ask`, or in a word why there is none. */
export async function asked<Answer>(ask: () => Promise<Answer>): Promise<Asked<Answer>> {
  try {
    return { kind: 'answer', value: await ask() };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

const waitMs = 10_000;

interface SlackAnswer {
  readonly ok: boolean;
  readonly error?: string;
  readonly channels?: readonly { id: string; name: string; is_archived: boolean; is_member: boolean }[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

async function callSlack(
  base: string,
  method: string,
  token: string,
  body: Readonly<Record<string, string>> = {},
) {
  const response = await fetch(new URL(method, base), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: new URLSearchParams(body),
    signal: AbortSignal.timeout(waitMs),
  });
  const answer = (await response.json()) as SlackAnswer;
  if (!answer.ok) throw new Error(answer.error ?? `Slack answered ${response.status}`);
  return {
    answer,
    scopes: (response.headers.get('x-oauth-scopes') ?? '').split(',').map((scope) => scope.trim()),
  };
}

function channelsIn(config: Config, accounts: readonly AccountId[]): readonly string[] {
  const owners = accounts.flatMap((account) => slackOwners(config, account));
  const all = [
    ...owners,
    ...(config.slack.defaultChannel === undefined ? [] : [config.slack.defaultChannel]),
  ];
  return [...new Set(all)].filter((name) => name.startsWith('#'));
}

/** What Slack says of the token and of the configured channels; undefined while Slack is off. */
export async function askSlack(
  config: Config,
  accounts: readonly AccountId[],
  standIns: StandIns,
): Promise<Asked<SlackFacts> | undefined> {
  if (!toldThroughSlack(config)) return undefined;
  const { token: secret, apiUrl = 'https://slack.com/api/' } = slackOptions(config, standIns.slackApiUrl);
  return asked(async () => {
    const token = await secret();
    const { scopes } = await callSlack(apiUrl, 'auth.test', token);
    const known = new Map<string, { is_archived: boolean; is_member: boolean }>();
    for (let cursor = ''; ;) {
      const page = { limit: '1000', types: 'public_channel,private_channel', cursor };
      const { answer } = await callSlack(apiUrl, 'conversations.list', token, page);
      for (const { name, ...state } of answer.channels ?? []) known.set(`#${name}`, state);
      cursor = answer.response_metadata?.next_cursor ?? '';
      if (cursor === '') break;
    }
    const state = (name: string) => {
      const channel = known.get(name);
      if (channel === undefined) return 'unknown' as const;
      return channel.is_archived
        ? ('archived' as const)
        : channel.is_member
          ? ('there' as const)
          : ('outside' as const);
    };
    return {
      scopes,
      channels: new Map(channelsIn(config, accounts).map((name) => [name, state(name)] as const)),
    };
  });
}

interface JiraAnswers {
  readonly issueTypes?: readonly { readonly name: string }[];
  readonly permissions?: Readonly<Record<string, { readonly havePermission: boolean }>>;
}

/** The statuses of an issue type, as `project/KEY/statuses` lists them. */
interface StatusesOfType {
  readonly name: string;
  readonly statuses: readonly {
    readonly name: string;
    readonly statusCategory?: { readonly key?: string };
  }[];
}

/** What tickets take, as Jira names it. */
const needed = {
  CREATE_ISSUES: 'Create Issues',
  EDIT_ISSUES: 'Edit Issues',
  TRANSITION_ISSUES: 'Transition Issues',
  ADD_COMMENTS: 'Add Comments',
  LINK_ISSUES: 'Link Issues',
} as const;

type Get = (path: string) => Promise<{ readonly status: number; readonly body: unknown }>;

function jiraGet(host: string, email: string, apiToken: string): Get {
  const authorization = `Basic ${Buffer.from(`${email}:${apiToken}`).toString('base64')}`;
  return async (path) => {
    const response = await fetch(`${host}/rest/api/3/${path}`, {
      headers: { authorization, accept: 'application/json' },
      signal: AbortSignal.timeout(waitMs),
    });
    if (response.status === 401) throw new Error('401 Unauthorized');
    return { status: response.status, body: response.ok ? await response.json() : undefined };
  };
}

async function endsIn(get: Get, project: string, issueType: string): Promise<readonly string[] | undefined> {
  const { body } = await get(`project/${project}/statuses`);
  if (!Array.isArray(body)) return undefined;
  const types = body as readonly StatusesOfType[];
  const own = types.find(({ name }) => name === issueType);
  return own?.statuses.flatMap(({ name, statusCategory }) => (statusCategory?.key === 'done' ? [name] : []));
}

async function projectOf(get: Get, key: string, issueType: string): Promise<JiraProject> {
  const project = encodeURIComponent(key);
  const { status, body } = await get(`project/${project}`);
  if (status !== 200) return { isThere: false, issueTypes: [], missing: [], ends: undefined };
  const asked = Object.keys(needed).join(',');
  const may = await get(`mypermissions?projectKey=${project}&permissions=${asked}`);
  // Both answers are in the form of Jira's REST API, version 3.
  const [{ issueTypes = [] }, { permissions }] = [body ?? {}, may.body ?? {}] as [JiraAnswers, JiraAnswers];
  return {
    isThere: true,
    issueTypes: issueTypes.map(({ name }) => name),
    missing: Object.entries(needed).flatMap(([permission, name]) =>
      permissions?.[permission]?.havePermission === false ? [name] : [],
    ),
    ends: await endsIn(get, project, issueType),
  };
}

/** What Jira says of the credentials and of the configured projects; undefined while Jira is off. */
export async function askJira(
  config: Config,
  accounts: readonly AccountId[],
  standIns: StandIns,
): Promise<Asked<JiraFacts> | undefined> {
  if (!toldThroughJira(config)) return undefined;
  const { host, credentials } = jiraOptions(config, standIns.jiraHost);
  const owners = accounts.flatMap((account) => jiraOwner(config, account) ?? []);
  const keys = [...new Set(owners.map((owner) => owner.project))];
  const people = new Map(
    owners.flatMap(({ project, assignee }) =>
      assignee === undefined ? [] : [[`${project} ${assignee}`, { project, assignee }] as const],
    ),
  );
  return asked(async () => {
    const { email, apiToken } = await credentials();
    const get = jiraGet(host, email, apiToken);
    await get('myself');
    const isThere = async (project: string, name: string): Promise<boolean> => {
      const query = new URLSearchParams({ project, query: name }).toString();
      const { body } = await get(`user/assignable/search?${query}`);
      return Array.isArray(body) && body.length > 0;
    };
    return {
      projects: new Map(
        await Promise.all(
          keys.map(async (key) => [key, await projectOf(get, key, config.jira.issueType)] as const),
        ),
      ),
      assignees: new Map(
        await Promise.all(
          [...people].map(
            async ([key, { project, assignee }]) => [key, await isThere(project, assignee)] as const,
          ),
        ),
      ),
    };
  });
}
