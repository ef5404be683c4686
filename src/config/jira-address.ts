/** Whether `server` is the address of a Jira Cloud site, or of a stand-in at http://127.0.0.1. */
export function isJiraCloud(server: string): boolean {
  if (!URL.canParse(server)) return false;
  const { protocol, hostname, pathname, username } = new URL(server);
  if (isJiraGateway(server)) return true;
  const cloud = protocol === 'https:' && hostname.endsWith('.atlassian.net');
  const standIn = protocol === 'http:' && hostname === '127.0.0.1';
  return (cloud || standIn) && pathname === '/' && username === '';
}

/**
 * Whether this is the API gateway of a Jira Cloud site, at which alone tokens with scopes and service accounts are taken
 * (Atlassian support, "Manage API tokens": `https://api.atlassian.com/ex/jira/<cloudId>`).
 */
export function isJiraGateway(server: string): boolean {
  return /^https:\/\/api\.atlassian\.com\/ex\/jira\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/?$/i.test(
    server,
  );
}
