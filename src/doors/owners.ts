import type { Config } from '#config/config.ts';
import { toldThroughJira, toldThroughSlack } from '#config/config.ts';
import { jiraOwner, slackOwners } from '#config/ticket-owners.ts';
import type { OwnersOf } from '#usecases/report/recipients.ts';

/** The configured Slack recipients of an account; none while Slack is off. */
export function slackOwnersOf(config: Config): OwnersOf {
  if (!toldThroughSlack(config)) return () => [];
  return (account) => slackOwners(config, account).map((to) => ({ channel: 'slack', to }));
}

/** The configured Jira project of an account; none while Jira is off. */
export function jiraOwnersOf(config: Config): OwnersOf {
  if (!toldThroughJira(config)) return () => [];
  return (account) => {
    const owner = jiraOwner(config, account);
    return owner ? [{ channel: 'jira', ...owner }] : [];
  };
}
