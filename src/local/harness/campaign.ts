import type { HarnessOptions, Verdict } from './harness.ts';
import { startHarness } from './harness.ts';
import type { Journey } from './journeys.ts';
import type { Strike } from './outside-calls.ts';
import type { Harm, Point } from './point.ts';
import { harms, pointName } from './point.ts';
import { seeded, shuffled } from './seeded.ts';

/** Which strikes of a journey are carried out. */
export interface CampaignOptions extends Omit<HarnessOptions, 'accounts'> {
  /** Every call is struck, in every way that can make a difference; or only so many strikes, chosen by `seed`. */
  readonly strikes: number | 'all';
  readonly seed: number;
  /** Only the strikes from this one (counted from 0) up to that one, so that a long campaign can be made in parts. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly onVerdict?: (verdict: Verdict) => void;
}

/** How a campaign against one journey ended. */
export interface CampaignReport {
  readonly journey: Journey['name'];
  /** Outside calls of the undisturbed run. */
  readonly points: number;
  readonly verdicts: readonly Verdict[];
  readonly failed: readonly Verdict[];
  readonly milliseconds: number;
}

const reading =
  / (?:dynamodb:(?:GetItem|Query)|cloudtrail:|account:|sts:|ssm:|slack:conversations|slack:users|jira:GET)/;

/** A call without effect: before and after it are the same, and so are a lost call and a lost answer. */
const harmsOf = ({ call, nth }: Point): readonly Harm[] =>
  !reading.test(call) ? harms : nth === 1 ? ['killed before', 'answer lost'] : ['killed before'];

/** All strikes that can make a difference. */
export function strikesAgainst(points: readonly Point[]): readonly Strike[] {
  return points.flatMap((point) => harmsOf(point).map((harm) => ({ point, harm })));
}

/** Where every call is struck, so many runs find out which calls are made every time, and which by chance. */
const manyRuns = 6;
/** A rehearsal gets slower as messages and rows add up; a fresh one costs a few seconds. */
const perRehearsal = 60;

/** Strikes a journey and tells how each run ended. */
export async function campaign(journey: Journey, options: CampaignOptions): Promise<CampaignReport> {
  const { seed, onVerdict, strikes, from, to, ...rest } = options;
  const started = performance.now();
  const most = strikes === 'all' ? perRehearsal : Math.min(strikes, perRehearsal);
  const verdicts: Verdict[] = [];
  let left: readonly Strike[] | undefined;
  let points = 0;
  do {
    const warmRuns = strikes === 'all' ? manyRuns : 2;
    const harness = await startHarness(journey, { warmRuns, ...rest, accounts: 4 * most + manyRuns + 2 });
    try {
      points = harness.points.length;
      left ??= chosen(strikesAgainst(harness.points), strikes, seed).slice(from, to);
      for (const strike of left.slice(0, most)) {
        const verdict = await harness.strike(strike);
        verdicts.push(verdict);
        onVerdict?.(verdict);
      }
      left = left.slice(most);
    } finally {
      await harness.stop();
    }
  } while (left.length > 0);
  const failed = verdicts.filter(isFault);
  const milliseconds = Math.round(performance.now() - started);
  return { journey: journey.name, points, verdicts, failed, milliseconds };
}

/** Calls of every kind come first, so that a small sample does not consist of reads alone. */
function chosen(all: readonly Strike[], strikes: number | 'all', seed: number): readonly Strike[] {
  if (strikes === 'all') return all;
  const mixed = shuffled(all, seeded(seed));
  const kinds = Map.groupBy(mixed, ({ point }) => point.call);
  const firsts = [...kinds.values()].flatMap(([first]) => first ?? []);
  const others = mixed.filter((strike) => !firsts.includes(strike));
  return [...firsts, ...others].slice(0, strikes);
}

/** A difference in the end, or a call of every undisturbed run that did not come. */
export const isFault = ({ strike, visited, faults }: Verdict): boolean =>
  faults.length > 0 || (!visited && !strike.point.cold);

/** What a person has to know about a strike that went wrong. */
export function verdictInWords({ strike, visited, faults }: Verdict): string {
  const where = `${pointName(strike.point)}, ${strike.harm}`;
  return [where, ...(visited ? [] : ['  the call never came']), ...faults.map((fault) => `  ${fault}`)].join(
    '\n',
  );
}

/** The totals of a campaign in one line. */
export function campaignInWords({ journey, points, verdicts, failed, milliseconds }: CampaignReport): string {
  const sum = (pick: (verdict: Verdict) => number) => verdicts.reduce((total, one) => total + pick(one), 0);
  const lost = sum(({ moreMessages, moreTickets }) => -Math.min(moreMessages, 0) - Math.min(moreTickets, 0));
  const [messages, tickets] = [
    sum(({ moreMessages }) => Math.max(moreMessages, 0)),
    sum(({ moreTickets }) => Math.max(moreTickets, 0)),
  ];
  const killed = verdicts.filter(({ strike }) => strike.harm.startsWith('killed')).length;
  const missed = verdicts.filter(({ visited }) => !visited).length;
  return `${journey}: ${points} outside calls, ${verdicts.length} strikes (${killed} kills, ${missed} calls of chance not met again), ${lost} lost, ${tickets} tickets and ${messages} Slack messages twice, ${failed.length} faults, ${Math.round(milliseconds / 1000)} s`;
}
