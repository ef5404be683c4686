import type { MemberTemplate } from '#domain/facts/member-template.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Directory } from '#ports/directory.ts';
import type { FollowUps } from '#ports/follow-ups.ts';
import type { ForwardingLog, TemplateLog } from '#ports/forwarding.ts';

/** The accounts to look at, the queue of looks, and the template of the running version. */
export interface AskPartsParts {
  readonly directory: Pick<Directory, 'listAccounts'>;
  readonly followUps: Pick<FollowUps, 'lookAtParts'>;
  readonly log: Pick<ForwardingLog, 'readAsked' | 'keepAsked'>;
  readonly templates: TemplateLog;
  readonly current: MemberTemplate;
  readonly enabled: boolean;
}

/** Minutes between two runs; every account is asked for in one of the runs of an hour. */
const everyMinutes = 5;
const runsAnHour = 60 / everyMinutes;

const shareAt = (at: Instant): number => Math.floor(at / (everyMinutes * 60_000));

/**
 * The shares of the accounts that the run of the moment `at` asks for: those of the five minutes that have begun since
 * the run before it. A schedule's run comes late or not at all, and its share is not to wait an hour for the next.
 */
function dueShares(before: Instant | undefined, at: Instant): ReadonlySet<number> {
  const last = shareAt(at);
  const first = before === undefined ? last : Math.max(shareAt(before) + 1, last - runsAnHour + 1);
  const count = Math.max(0, last - first + 1);
  return new Set(Array.from({ length: count }, (_, index) => (first + index) % runsAnHour));
}

/**
 * Asks for a look at the parts of a twelfth of the accounts, so that a run every five minutes looks at each once an
 * hour, and keeps the template of the running version, by which a later version tells outdated parts from wrong ones.
 * Returns the number of accounts. A repeated run asks for none again.
 */
export function askForParts(parts: AskPartsParts): (at: Instant) => Promise<number> {
  return async (at) => {
    if (!parts.enabled) return 0;
    await parts.templates.keepTemplate(parts.current);
    const [accounts, before] = await Promise.all([parts.directory.listAccounts(), parts.log.readAsked()]);
    const due = dueShares(before, at);
    const requests = [...accounts.keys()]
      .filter((account) => due.has(Number(account.slice(-6)) % runsAnHour))
      .map((account) => ({ account, regions: 'all', why: 'parts', triggers: [] }) as const);
    await parts.followUps.lookAtParts(requests, 0);
    if (due.size > 0) await parts.log.keepAsked(at);
    return requests.length;
  };
}
