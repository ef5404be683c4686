import { regionCount, regionWords } from '#domain/announcements/affected.ts';
import { count, listedUpTo } from '#domain/announcements/wording.ts';
import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { ScanFinding } from '#usecases/scan/scan-report.ts';

/** Findings that say the same of several accounts and Regions. */
export interface FoldedFinding {
  readonly first: ScanFinding;
  readonly all: readonly ScanFinding[];
}

/** Findings put together by what they say; the order of the first of each is kept. */
export function folded(findings: readonly ScanFinding[]): readonly FoldedFinding[] {
  const groups = Map.groupBy(findings, ({ rule, severity, weakening, trail, detail }) =>
    [rule, severity, weakening, trail ?? '', detail].join('|'),
  );
  return [...groups.values()].flatMap((all) => (all[0] === undefined ? [] : [{ first: all[0], all }]));
}

/** `shop (111122223333)`, or the id alone. */
export function accountLabel(account: string, name: string): string {
  return name === '' || name === account ? account : `${name} (${account})`;
}

/** Up to three Regions by name, more as a number. */
export function regionsLabel(regions: readonly string[]): string {
  const known: readonly Region[] = regions.flatMap((code) => parseRegion(code) ?? []);
  return known.length <= 3 ? regionWords(known) : regionCount(known);
}

/** The accounts and Regions of `all`, folded. */
export function placesLabel(all: readonly ScanFinding[], max = 3): string {
  const accounts = new Map(all.map(({ account, accountName }) => [account, accountName]));
  const regions = regionsLabel([...new Set(all.map(({ region }) => region))]);
  const labels = [...accounts].map(([id, name]) => accountLabel(id, name));
  const who =
    labels.length === 1 ? labels.join('') : `${count(labels.length, 'account')}: ${listedUpTo(labels, max)}`;
  return `${who}; ${regions}`;
}

/** What the finding is about, by name: `trail main`; empty for the account as a whole. */
export function trailLabel({ trail }: ScanFinding): string {
  return trail === null ? '' : `trail ${parseTrailArn(trail)?.name ?? trail}`;
}
