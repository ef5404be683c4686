import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { PlaceWords } from '#domain/reports/place-words.ts';
import { placeWords } from '#domain/reports/place-words.ts';
import type { AccountOutcome } from '#domain/sweeps/sweep.ts';
import type { Place } from '#domain/values/place.ts';
import type { Directory } from '#ports/directory.ts';
import type { IssueStore } from '#ports/issue-store.ts';

/** An account and Region in words, with the incidents that its open findings belong to. */
export interface SeenPlaceInWords extends PlaceWords {
  readonly incidents: readonly IncidentId[];
}

/** Reads what is known of one account and Region; `outcome` is that of its account in the last sweep. */
export function seePlace(parts: {
  readonly issues: Pick<IssueStore, 'readRemembered'>;
  readonly directory: Directory;
}): (place: Place, outcome: AccountOutcome | undefined) => Promise<SeenPlaceInWords> {
  return async ({ account, region }, outcome) => {
    const [{ issue, memory }, names] = await Promise.all([
      parts.issues.readRemembered(account, region),
      parts.directory.listAccounts(),
    ]);
    const words = placeWords({ account, region, issue, memory, outcome, names });
    const current = [...(issue?.findings.values() ?? [])].filter(({ closed }) => closed === undefined);
    return { ...words, incidents: [...new Set(current.map(({ incident }) => incident))] };
  };
}
