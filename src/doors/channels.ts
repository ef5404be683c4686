import { secret } from '#adapters/lambda/secrets.ts';
import type { Config } from '#config/config.ts';

/** How Slack is called, by configuration; `apiUrl` is another address of its API, for stand-ins. */
export function slackOptions({ secrets, slack }: Config, apiUrl: string | undefined) {
  const { defaultChannel, teamId } = slack;
  return { token: secret(secrets.slackToken), defaultChannel, teamId, apiUrl };
}

/** How Jira is called, by configuration; `host` is another address of it, for stand-ins. */
export function jiraOptions({ secrets, jira }: Config, host: string | undefined) {
  const [email, token] = [secret(secrets.jiraEmail), secret(secrets.jiraToken)];
  return {
    ...jira,
    host: host ?? jira.server ?? '',
    credentials: async (anew = false) => ({ email: await email(anew), apiToken: await token(anew) }),
  };
}
