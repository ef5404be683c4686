import type { MemberTemplate } from '#domain/facts/member-template.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Directory } from '#ports/directory.ts';
import type { FollowUps } from '#ports/follow-ups.ts';
import type { TemplateLog } from '#ports/forwarding.ts';

/** The accounts to look at, the queue of looks, and the template of the running version. */
export interface AskPartsParts {
  readonly directory: Pick<Directory, 'listAccounts'>;
  readonly followUps: Pick<FollowUps, 'lookAtParts'>;
  readonly templates: TemplateLog;
  readonly current: MemberTemplate;
  readonly enabled: boolean;
}

/** Minutes between two runs; every account is asked for in one of the runs of an hour. */
const everyMinutes = 5;
const runsAnHour = 60 / everyMinutes;

/** Whether the parts of `account` are looked at in the run of the moment `at`: once an hour. */
export function isDue(account: AccountId, at: Instant): boolean {
  return Number(account.slice(-6)) % runsAnHour === Math.floor(at / (everyMinutes * 60_000)) % runsAnHour;
}

/**
 * Asks for a look at the parts of a twelfth of the accounts, so that a run every five minutes looks at each once an
 * hour, and keeps the template of the running version, by which a later version tells outdated parts from wrong ones.
 * Returns the number of accounts.
 */
export function askForParts(parts: AskPartsParts): (at: Instant) => Promise<number> {
  return async (at) => {
    if (!parts.enabled) return 0;
    await parts.templates.keepTemplate(parts.current);
    const accounts = [...(await parts.directory.listAccounts()).keys()].filter((one) => isDue(one, at));
    const requests = accounts.map(
      (account) => ({ account, regions: 'all', why: 'parts', triggers: [] }) as const,
    );
    await parts.followUps.lookAtParts(requests, 0);
    return requests.length;
  };
}
