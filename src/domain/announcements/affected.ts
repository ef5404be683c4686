import type { IncidentView, Member } from '#domain/issues/incident.ts';
import { isOpenFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { csvText } from '#domain/values/csv.ts';
import type { Region } from '#domain/values/region.ts';
import { severities } from '#domain/findings/finding.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import type { AffectedRow } from './announcement.ts';
import { outOfScope } from './out-of-scope.ts';
import { count, plain, plainText, utc, window } from './wording.ts';

/** Account names by id, from the configuration or from AWS Organizations. */
export type AccountNames = ReadonlyMap<AccountId, string>;

/** Largest number of rows shown of the table; the others are counted. */
export const maxRows = 25;

/** `prod (111122223333)`, or `account 111122223333` while it has no name. */
export function accountWords(account: AccountId, names: AccountNames): string {
  const name = plain(names.get(account) ?? '', 40);
  return name === '' || name === account ? `account ${account}` : `${name} (${account})`;
}

/** All Regions, shortened by family: `eu-central-1, eu-west-1/2/3, us-east-1`. */
export function regionWords(regions: Iterable<Region>): string {
  const families = new Map<string, string[]>();
  for (const region of [...new Set(regions)].sort()) {
    const cut = region.lastIndexOf('-');
    const family = region.slice(0, cut);
    families.set(family, [...(families.get(family) ?? []), region.slice(cut + 1)]);
  }
  return [...families].map(([family, numbers]) => `${family}-${numbers.join('/')}`).join(', ');
}

/** `eu-west-1`, or `17 Regions`. */
export function regionCount(regions: Iterable<Region>): string {
  const [first, ...others] = new Set(regions);
  return first !== undefined && others.length === 0 ? first : count(others.length + 1, 'Region');
}

/** The accounts of `members`, each once, in the order of their ids. */
export function accountsOf(members: readonly Member[]): readonly AccountId[] {
  return [...new Set(members.map(({ account }) => account))].sort();
}

/** Whether the finding was already over when it was first seen. */
export function wasOverWhenSeen({ finding }: Member): boolean {
  return finding.resolvedAt !== undefined && finding.resolvedAt <= finding.openedAt;
}

/** Whether the member's finding is open: not whitelisted, resolved or closed. */
export function isOpen({ finding }: Member): boolean {
  return isOpenFinding(finding);
}

function compare(left: string | number, right: string | number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Members in reporting order: open before whitelisted before over, worst first, then oldest. The order is total, so
 * that equal members give equal messages.
 */
export function worstFirst(members: readonly Member[]): readonly Member[] {
  const rank = (member: Member): readonly (string | number)[] => {
    const { account, region, finding } = member;
    const severity = isOpen(member) ? finding.severity : finding.peak;
    return [
      isOpen(member) ? 0 : finding.state === 'whitelisted' ? 1 : 2,
      finding.harmful ? 0 : 1,
      severities.indexOf(severity),
      finding.weakening ? 1 : 0,
      finding.since,
      ruleIds.indexOf(finding.rule),
      finding.subject,
      account,
      region,
    ];
  };
  const ranked = members.map((member) => ({ member, keys: rank(member) }));
  ranked.sort(({ keys: left }, { keys: right }) => {
    const place = left.findIndex((key, index) => key !== right[index]);
    return place < 0 ? 0 : compare(left[place] ?? '', right[place] ?? '');
  });
  return ranked.map(({ member }) => member);
}

/**
 * Whether a trail's loss counts as a weakening although nothing is left: a later loss took what else recorded, and the
 * severity stands there.
 */
export function isLostWithOthers({ weakening, evidence }: Member['finding']): boolean {
  return weakening && evidence.left === 'nothing';
}

function stateWords(member: Member): string {
  const { finding } = member;
  if (finding.closed !== undefined && finding.closed.because !== 'healthy')
    return outOfScope[finding.closed.because];
  if (finding.state === 'resolved') {
    const until = finding.until ?? finding.resolvedAt;
    return `over:${plainText(window(finding.since, until))}`;
  }
  const since = `since ${utc(finding.since)}`;
  if (finding.state === 'whitelisted') return `accepted, ${since}`;
  if (finding.healthyAt !== undefined) return `${finding.severity}, looks healthy again, being confirmed`;
  if (finding.weakening && finding.harm !== 'not-recording') return `weaker, ${since}`;
  if (isLostWithOthers(finding)) return `fails ${since}, and no trail records since a later loss`;
  if (finding.weakening) return `recorded by another trail, this one fails ${since}`;
  return `${finding.severity}, ${since}`;
}

/** The Regions of one account that are in one state. */
interface Group {
  readonly member: Member;
  readonly state: string;
  readonly regions: Region[];
}

function byAccount(members: readonly Member[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const member of members) {
    const state = stateWords(member);
    const key = `${member.account} ${state}`;
    const known = groups.get(key);
    if (known) known.regions.push(member.region);
    else groups.set(key, { member, state, regions: [member.region] });
  }
  return groups.values();
}

/** From this many accounts on, a message brings the list of accounts as a file. */
const named = 10;

/** The accounts of `members` with their Regions as CSV, one row per account and state; undefined below ten accounts. */
export function accountList(members: readonly Member[], names: AccountNames): string | undefined {
  if (accountsOf(members).length < named) return undefined;
  const rows = [...byAccount(members)].map(({ member: { account }, state, regions }) => [
    account,
    plain(names.get(account) ?? '', 80),
    [...new Set(regions)].sort().join(' '),
    state,
  ]);
  return csvText([['account_id', 'account_name', 'regions', 'state'], ...rows]);
}

/** The table of `members`, in their order; accounts with the same state and Regions share a row. */
export function affectedTable(
  members: readonly Member[],
  names: AccountNames,
): { readonly rows: readonly AffectedRow[]; readonly leftOut: number } {
  const everywhere = regionWords(members.map(({ region }) => region));
  const shared = new Map<string, { account: string; regions: string; state: string; others: string[] }>();
  for (const { member, state, regions } of byAccount(members)) {
    const different = new Set(regions).size;
    const all = regionWords(regions);
    const long = all === everywhere ? `all ${different} Regions` : `${different} Regions: ${all}`;
    const where = different > 3 ? long : all;
    const account = accountWords(member.account, names);
    const row = shared.get(`${where} ${state}`);
    if (row) row.others.push(account);
    else shared.set(`${where} ${state}`, { account, regions: where, state, others: [] });
  }
  const rows = [...shared.values()].map(({ others, ...row }) =>
    others.length > 0 ? { ...row, others } : row,
  );
  return { rows: rows.slice(0, maxRows), leftOut: Math.max(0, rows.length - maxRows) };
}

/** The view for a destination that answers for `only`: its own members, worst first; all members when it has none. */
export function viewFor(view: IncidentView, only: ReadonlySet<AccountId> | undefined): IncidentView {
  const own = only === undefined ? [] : view.members.filter(({ account }) => only.has(account));
  return { ...view, members: worstFirst(own.length === 0 ? view.members : own) };
}
