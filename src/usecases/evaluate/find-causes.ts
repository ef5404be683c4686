import type { Trigger } from '#domain/facts/trigger.ts';
import type { Search } from '#domain/issues/cause-search.ts';
import { explanation, isSearched, searchFor, unexplainedKey } from '#domain/issues/cause-search.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { EventHistory } from '#ports/event-history.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { IssueStore } from '#ports/issue-store.ts';

/** The stores, the event history and the follow-ups of the search for causes. */
export interface CauseParts {
  readonly issues: IssueStore;
  readonly history: EventHistory;
  readonly followUps: FollowUps;
  readonly clock: Clock;
  /** The accounts that logs are expected to go to; calls on log destinations are searched in their histories too. */
  readonly holders: readonly AccountId[];
  readonly evaluate: (request: EvaluationRequest) => Promise<unknown>;
}

/** The event history shows a call within about 15 minutes; the pauses between the searches, in seconds. */
const searchAgainAfterSeconds = [300, 600] as const;

interface Result {
  /** The finding that was searched for. */
  readonly about: string;
  readonly call?: Trigger | undefined;
  readonly why: string;
}

const tooOld = "It began more than 90 days ago, and CloudTrail's event history reaches no further back.";

async function ask(
  parts: CauseParts,
  finding: TrackedFinding,
  search: Search,
): Promise<Omit<Result, 'about'>> {
  const { places, ...question } = search;
  const answers = await Promise.all(
    places.map(async (place) => ({
      place,
      sight: await parts.history.searchCalls({ ...place, ...question }),
    })),
  );
  const calls = answers.flatMap(({ sight }) => (sight.kind === 'seen' ? sight.value : []));
  const [refused] = answers.flatMap(({ place, sight }) =>
    sight.kind === 'unreadable'
      ? [
          `The event history of account ${place.account} could not be read (${sight.why.operation}: ${sight.why.code}).`,
        ]
      : [],
  );
  const searched = places.map(({ account, region }) => `account ${account} in ${region}`).join(' and ');
  const why = refused ?? `The event history of ${searched} holds no call that explains it.`;
  return { call: explanation(finding, calls), why };
}

async function searchRegion(parts: CauseParts, account: AccountId, region: Region): Promise<Result[]> {
  const place = { account, region };
  const { issue } = await parts.issues.readRemembered(account, region);
  const findings = [...(issue?.findings.values() ?? [])].filter((finding) => isSearched(finding, place));
  const results: Result[] = [];
  for (const finding of findings) {
    const search = searchFor(finding, place, { now: parts.clock.now(), holders: parts.holders });
    const about = unexplainedKey(region, finding);
    results.push({ about, ...(search ? await ask(parts, finding, search) : { why: tooOld }) });
  }
  return results;
}

async function followUp(
  parts: CauseParts,
  request: EvaluationRequest,
  unnamed: readonly Result[],
): Promise<void> {
  if (unnamed.length === 0) return;
  const tries = request.lookedAgain ?? 0;
  const seconds = unnamed.every(({ why }) => why === tooOld) ? undefined : searchAgainAfterSeconds[tries];
  if (seconds !== undefined) {
    await parts.followUps.lookAgain({ ...request, lookedAgain: tries + 1 }, seconds);
    return;
  }
  // An evaluation stores for each finding the reason why no caller was found.
  const { account, regions } = request;
  const unexplained = new Map(unnamed.map(({ about, why }) => [about, why]));
  await parts.evaluate({ account, regions, why: 'find-cause', triggers: [], unexplained });
}

/** Equal questions of several findings are asked once: LookupEvents is limited to two calls a second per Region. */
function askedOnce({ searchCalls: search }: EventHistory): EventHistory {
  const answers = new Map<string, ReturnType<EventHistory['searchCalls']>>();
  return {
    searchCalls(question) {
      const key = JSON.stringify(question);
      const answer = answers.get(key) ?? search(question);
      answers.set(key, answer);
      return answer;
    },
  };
}

/**
 * Searches the event history for the calls behind findings that came without an event, and evaluates the account again
 * with the calls it finds, as if their events had arrived. Findings that stay unexplained are searched for again after
 * 5 and 15 minutes; then the reason is stored with the finding.
 */
export function findCauses(parts: CauseParts): (request: EvaluationRequest) => Promise<void> {
  return async (request) => {
    const { account, regions } = request;
    const asked = regions === 'all' ? [] : regions;
    const once = { ...parts, history: askedOnce(parts.history) };
    const results = (await Promise.all(asked.map((region) => searchRegion(once, account, region)))).flat();
    const triggers = results.flatMap(({ call }) => call ?? []);
    if (triggers.length > 0) {
      await parts.evaluate({ account, regions, why: 'find-cause', triggers });
    }
    await followUp(
      parts,
      request,
      results.filter(({ call }) => call === undefined),
    );
  };
}
