import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { Directory } from '#ports/directory.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { OpenPlaces } from '#ports/open-places.ts';
import { noFurtherLooks } from '#usecases/no-further-looks.ts';
import { isOfDataStores } from './ask-lake.ts';
import type { RegionOutcome } from './evaluate-region.ts';
import { hasOpen, meantTrails } from './reach.ts';

interface Parts {
  readonly open: Pick<OpenPlaces, 'noteAsked'>;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly followUps: FollowUps;
}

async function membersBut(parts: Parts, account: AccountId): Promise<readonly AccountId[]> {
  return [...(await parts.directory.listMembers()).keys()].filter((id) => id !== account);
}

/** All members, after a call on an organization trail of the account. A call on a destination changes none of them. */
async function askMembers(
  parts: Parts,
  request: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
): Promise<void> {
  const { account, triggers } = request;
  if (triggers.every(({ dependsOn }) => dependsOn !== undefined)) return;
  const isOfOwner = meantTrails(request, outcomes).some(
    ({ organization, owner }) => organization && owner === account,
  );
  if (!isOfOwner && !hasOpen(outcomes, 'organization-trail-reduced')) return;
  const members = await membersBut(parts, account);
  // Before they are sent: a member that is looked at while others are still being asked for does not wait any more.
  const at = parts.clock.now();
  await parts.followUps.fanOut(
    members.map((member) => ({ account: member, regions: 'all', why: 'member', triggers })),
  );
  await parts.open.noteAsked({ at, accounts: members, regions: 'all' });
}

/** The members whose folder a bucket's policy shuts out, or shut out until now. */
async function askRefused(
  parts: Parts,
  { account, triggers }: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
): Promise<void> {
  const known = outcomes.flatMap(({ findings }) =>
    [...findings.values()].flatMap(({ subject, evidence: { refused } }) =>
      refused ? [{ refused, home: parseTrailArn(subject)?.homeRegion }] : [],
    ),
  );
  if (known.length === 0) return;
  // The organization may have members that are not watched.
  const watched = await parts.directory.listAccounts();
  for (const { refused, home } of known) {
    const isWhole = refused.count <= refused.accounts.length;
    const all = isWhole ? refused.accounts : await membersBut(parts, account);
    const members = all.filter((member) => watched.has(member));
    await parts.followUps.fanOut(
      members.map((member) => ({
        account: member,
        regions: home ? [home] : 'all',
        why: 'look-again',
        triggers,
        lookedAgain: noFurtherLooks,
        unhurried: true,
      })),
    );
  }
}

/** The owner of an organization trail that its delegated administrator called by its name alone. */
async function askOwner(
  parts: Parts,
  request: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
): Promise<void> {
  if (request.why !== 'event') return;
  for (const trigger of request.triggers) {
    if (trigger.trail?.kind !== 'name') continue;
    const meant = meantTrails({ ...request, triggers: [trigger] }, outcomes).find(
      ({ organization, owner }) => organization && owner !== request.account,
    );
    if (!meant || !(await parts.directory.listAccounts()).has(meant.owner)) continue;
    const triggers = [{ ...trigger, trail: { kind: 'arn', arn: meant.arn } as const }];
    const regions = [meant.homeRegion];
    await parts.followUps.lookAgain({ account: meant.owner, regions, why: 'event', triggers }, 0);
  }
}

/** Asks for the evaluation of other accounts that the calls of `request` concern; nothing for a member's own look. */
export async function tellOthers(
  parts: Parts,
  request: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
): Promise<void> {
  if (request.why === 'member' || request.triggers.length === 0 || isOfDataStores(request)) return;
  await askOwner(parts, request, outcomes);
  await askMembers(parts, request, outcomes);
  await askRefused(parts, request, outcomes);
}
