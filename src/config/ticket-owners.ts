import type { AccountId } from '#domain/values/account-id.ts';
import type { Config } from './config.ts';
import type { Owners } from './owners-document.ts';

/** Project, assignee and parent ticket for the tickets of an account. */
export interface JiraOwner {
  readonly project: string;
  readonly assignee?: string | undefined;
  readonly parentTicket?: string | undefined;
}

/**
 * Slack channels (`#name`) and users that receive messages about this account, each once: its own owners, else the
 * global ones; both with `slack.notify_default_owner`.
 */
export function slackOwners(
  config: Pick<Config, 'owners' | 'slack'>,
  accountId: AccountId,
): readonly string[] {
  const own = names(accountOwners(config, accountId)?.slack_owner ?? '');
  const global = names(config.owners.slack_owner);
  if (own.length === 0) return global;
  return config.slack.notifyDefaultOwner ? [...new Set([...own, ...global])] : own;
}

/** Project, assignee and parent ticket of this account, each its own or else the global one; undefined without a project. */
export function jiraOwner(config: Pick<Config, 'owners'>, accountId: AccountId): JiraOwner | undefined {
  const own = accountOwners(config, accountId);
  const either = (key: 'jira_project' | 'jira_owner' | 'jira_parent_ticket') =>
    [own?.[key], config.owners[key]].find((text) => text !== undefined && text !== '');
  const project = either('jira_project');
  if (project === undefined) return undefined;
  return { project, assignee: either('jira_owner'), parentTicket: either('jira_parent_ticket') };
}

/** Who answers for an account by `ticket_owners.json`: its own Slack owners, else its own assignee; undefined without any. */
export function accountOwner(config: Pick<Config, 'owners'>, accountId: AccountId): string | undefined {
  const own = accountOwners(config, accountId);
  const people = [...names(own?.slack_owner ?? ''), ...names(own?.jira_owner ?? '')];
  return people[0];
}

function accountOwners({ owners }: Pick<Config, 'owners'>, accountId: AccountId): Owners | undefined {
  return Object.hasOwn(owners.account, accountId) ? owners.account[accountId] : undefined;
}

function names(owner: string | readonly string[]): readonly string[] {
  const listed = typeof owner === 'string' ? [owner] : owner;
  return [...new Set(listed.map((name) => name.trim()).filter((name) => name !== ''))];
}
