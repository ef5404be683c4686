import type { MemberLook } from '#domain/facts/member-look.ts';
import { gapsOf } from '#domain/facts/forwarding.ts';
import type { MemberTemplate } from '#domain/facts/member-template.ts';
import { rulesIn } from '#domain/facts/member-template.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import type { ForwardingObserver } from '#ports/forwarding.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { TrailObserver } from '#ports/trail-observer.ts';

/** The observers and the rules expected for a look at a member on request. */
export interface LookParts {
  readonly observer: ForwardingObserver;
  readonly trails: TrailObserver;
  readonly issues: Pick<IssueStore, 'readRememberedByRegion'>;
  /** The member template of the running version. */
  readonly current: MemberTemplate;
  /** The watched Regions, if configured. */
  readonly only: readonly Region[] | undefined;
}

async function harmlessIn({ issues }: LookParts, account: AccountId): Promise<TrailArn | undefined> {
  const remembered = [...(await issues.readRememberedByRegion(account)).values()];
  const trails = remembered.flatMap(({ memory }) => memory?.trails ?? []);
  const own = trails.filter(({ trail, goneAt }) => trail.owner === account && goneAt === undefined);
  return own.find(({ status }) => status?.logging === true)?.trail.arn;
}

/**
 * Reads all forwarding rules of an account and their targets in every enabled Region through the read role, and
 * compares them with the deployed ones. Unlike the daily check it stores nothing, so no report mentions it.
 */
export function lookAtMember(parts: LookParts): (account: AccountId) => Promise<MemberLook> {
  const { observer, trails, current, only } = parts;
  const closely = (region: Region) => rulesIn(current, region).map(({ name }) => name);
  const known = { current, older: [] };
  return async (account) => {
    const harmless = await harmlessIn(parts, account);
    const told = await trails.visitAccount(account, async () => undefined).listRegions();
    if (told.kind === 'unreadable') return { account, regions: [], gaps: [], refused: told.why, harmless };
    const regions = told.value.filter((region) => only?.includes(region) ?? true);
    const sight = await observer.lookAtForwarding(account, regions, { closely, deadLetters: true });
    if (sight.kind === 'unreadable') return { account, regions, gaps: [], refused: sight.why, harmless };
    return { account, regions, gaps: sight.value.flatMap((one) => gapsOf(known, one, undefined)), harmless };
  };
}
