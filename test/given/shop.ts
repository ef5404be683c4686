import type { Memory, RememberedTrail } from '#domain/facts/observation.ts';
import type { Trail } from '#domain/facts/trail.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { issueStatus } from '#domain/issues/issue.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { IssueStore, LookResult, Remembered } from '#ports/issue-store.ts';
import { account, arn, at, finding, region } from './incidents.ts';

export { account, arn, at, finding, incidentId, region, trigger } from './incidents.ts';

export const shop = account('333333333333');
export const home = region('eu-west-1');
export const frankfurt = region('eu-central-1');
export const shopTrail = arn(`arn:aws:cloudtrail:eu-west-1:${shop}:trail/shop`);

/** `count` accounts with ids of their own. */
export const manyAccounts = (count: number): AccountId[] =>
  Array.from({ length: count }, (_, index) => account(String(400_000_000_000 + index * 7)));

/** A healthy single-Region trail, as its own ARN describes it. */
export function trail(changes: Partial<Trail> = {}): Trail {
  const { arn: name = shopTrail } = changes;
  const fields = parseTrailArn(name)!;
  return {
    arn: name,
    name: fields.name,
    owner: fields.owner,
    homeRegion: fields.homeRegion,
    multiRegion: false,
    organization: false,
    globalServiceEvents: true,
    logFileValidation: true,
    customSelectors: false,
    bucket: 'shop-logs',
    ...changes,
  };
}

export const later = (moment: Instant, seconds: number): Instant => instant(moment + seconds * 1000);

/** What is remembered of one account and Region that was seen at `seenAt`. */
export function memory(seenAt: Instant, changes: Partial<Memory> = {}, ...trails: RememberedTrail[]): Memory {
  const own = trails.length > 0 ? trails : [{ trail: trail(), status: { logging: true }, seenAt }];
  return { account: shop, region: home, at: seenAt, trails: own, ...changes };
}

export interface Look {
  readonly at: Instant;
  readonly account?: AccountId;
  readonly region?: Region;
  readonly findings?: readonly TrackedFinding[];
  readonly memory?: Memory;
  readonly causes?: LookResult['causes'];
}

/** What a look at `look.at` wants saved over `before`. */
export function lookResult(before: Remembered, look: Look): LookResult {
  const place = { account: look.account ?? shop, region: look.region ?? home };
  const findings = look.findings ?? [finding({ subject: shopTrail, seenAt: look.at })];
  const issue: Issue = {
    ...place,
    version: (before.issue?.version ?? 0) + 1,
    status: issueStatus(findings),
    timestamps: { identified: before.issue?.timestamps.identified ?? look.at, updated: look.at },
    disabled: true,
    findings: new Map(findings.map((one) => [findingKey(one.rule, one.subject), one])),
  };
  return {
    ...place,
    before,
    issue,
    memory: look.memory ?? memory(look.at, place),
    changed: findings,
    causes: look.causes ?? [],
  };
}

/** Reads and saves in one go, as an evaluator without a competing writer. */
export async function saved(issues: IssueStore, look: Look): Promise<Issue> {
  const before = await issues.readRemembered(look.account ?? shop, look.region ?? home);
  const outcome = await issues.saveLook(lookResult(before, look));
  if (outcome === 'stale') throw new Error('nobody else was writing');
  return (await issues.readRemembered(look.account ?? shop, look.region ?? home)).issue!;
}

/** The moment at which most stories begin. */
export const noon = at('12:00:00');
