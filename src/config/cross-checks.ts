import { watchedAccounts } from './config.ts';
import type { Documents } from './config.ts';
import type { Fault } from './fault.ts';
import { printFound } from './fault.ts';
import { checkAccountKeys } from './account-keys.ts';
import type { MainDocument } from './main-document.ts';
import { isJiraCloud } from './jira-address.ts';
import { normalise } from './normalise.ts';
import { checkRegions } from './region-checks.ts';
import { checkSlackNames } from './slack-checks.ts';
import { checkSchedules } from './schedule-checks.ts';
import { checkWhitelistedTrails } from './whitelist-checks.ts';
import { checkOrganization } from './organization-checks.ts';
import { checkPartitions } from './partition-checks.ts';
import { jiraOwner, slackOwners } from './ticket-owners.ts';
import { toldThroughJira, toldThroughSlack } from './config.ts';

/** Faults between several keys or documents. A document that could not be parsed is left out. */
export function crossCheck({ main, whitelist, owners }: Partial<Documents>): readonly Fault[] {
  if (!main) return [];
  return [
    ...checkWatched(main),
    ...checkOrganization(main),
    ...checkPartitions(main),
    ...checkRegions(main),
    ...checkSchedules(main),
    ...(owners ? checkSlackNames({ main, owners }) : []),
    ...(whitelist ? checkWhitelistedTrails({ main, whitelist }) : []),
    ...checkJiraServer(main.jira),
    ...checkAccountKeys('whitelist.json', 'cloudtrails', main, whitelist?.cloudtrails),
    ...checkAccountKeys('ticket_owners.json', 'account', main, owners?.account),
    ...(owners ? checkOwners({ main, whitelist: { cloudtrails: {} }, owners }) : []),
  ];
}

function checkWatched({ aws, cloudtrails, organization }: MainDocument): readonly Fault[] {
  const faults: Fault[] = [];
  if (aws.regions?.length === 0) {
    faults.push({
      file: 'config.json',
      path: ['aws', 'regions'],
      found: 'an empty list',
      expected: 'at least one Region: an empty list watches nothing',
      remedy: 'Name the Regions, or remove the key to watch every Region that an account has enabled.',
    });
  }
  const watched = (cloudtrails.accounts ?? Object.keys(aws.accounts)).filter(
    (id) => !cloudtrails.ignore_accounts.some((ignored) => ignored === id),
  );
  if (watched.length === 0 && (organization.mode === 'configured' || cloudtrails.accounts)) {
    faults.push({
      file: 'config.json',
      path: cloudtrails.accounts ? ['cloudtrails', 'accounts'] : ['aws', 'accounts'],
      found: 'no account that is not ignored',
      expected: 'at least one account to watch',
      remedy:
        'Name an account, or set organization.mode to "organization" to watch all of AWS Organizations.',
    });
  }
  return faults;
}

// Jira's REST API with tokens answers under atlassian.net only, not under custom domains (Atlassian AX-649).
function checkJiraServer({ enabled, server = '' }: MainDocument['jira']): readonly Fault[] {
  if (!enabled || isJiraCloud(server)) return [];
  return [
    {
      file: 'config.json',
      path: ['jira', 'server'],
      found: server === '' ? 'nothing' : printFound(server),
      expected:
        'the address of a Jira Cloud site, https://<name>.atlassian.net and nothing after it, or of its API, https://api.atlassian.com/ex/jira/<cloudId>',
      remedy:
        'Jira Server and Data Center are not supported, nor are custom domains: their API takes no tokens. Write the atlassian.net address (for a token with scopes or a service account that of the API: <cloudId> stands in https://<name>.atlassian.net/_edge/tenant_info), or set jira.enabled to false.',
    },
  ];
}

function checkOwners(documents: Documents): readonly Fault[] {
  const config = normalise(documents);
  const ids = [...watchedAccounts(config).keys()];
  // The accounts of AWS Organizations are not known at this point, so only global owners certainly cover them.
  const anybody = config.organization.mode === 'organization' && !config.cloudtrails.accounts;
  const unknownAccount = { ...config, owners: { ...config.owners, account: {} } };
  const fault = (key: string, what: string, alone: readonly string[]): Fault => ({
    file: 'ticket_owners.json',
    path: [key],
    found:
      alone.length === 0 ? 'nothing' : `nothing, also not for ${alone.slice(0, 3).join(', ')}${more(alone)}`,
    expected: `${what}, for every watched account`,
    remedy: `Set ${key} here or under account.<id>, or turn this kind of reporting off in config.json.`,
  });
  const unowned = (owned: (from: typeof config, id: (typeof ids)[number]) => boolean) => ({
    alone: ids.filter((id) => !owned(config, id)),
    global: anybody && !owned(unknownAccount, config.mainAccountId),
  });
  const slack = unowned((from, id) => slackOwners(from, id).length > 0);
  const jira = unowned((from, id) => jiraOwner(from, id) !== undefined);
  return [
    ...(toldThroughSlack(config) && (slack.global || slack.alone.length > 0)
      ? [fault('slack_owner', 'who is told through Slack', slack.alone)]
      : []),
    ...(toldThroughJira(config) && (jira.global || jira.alone.length > 0)
      ? [fault('jira_project', 'the Jira project for tickets', jira.alone)]
      : []),
  ];
}

function more(ids: readonly string[]): string {
  return ids.length > 3 ? ` and ${ids.length - 3} more` : '';
}
