import type { HarnessOptions, Verdict } from './harness.ts';
import { startHarness } from './harness.ts';
import type { Journey } from './journeys.ts';
import type { Strike } from './outside-calls.ts';
import type { Harm, Point } from './point.ts';
import { harms, pointName } from './point.ts';
import { seeded, shuffled } from './seeded.ts';

/** The selection of a journey's strikes. */
export interface CampaignOptions extends Omit<HarnessOptions, 'accounts'> {
  /** Every call is struck, in every way that can make a difference; or only so many strikes, chosen by `seed`. */
  readonly strikes: number | 'all';
  readonly seed: number;
  /** Only the strikes from this one (counted from 0) up to that one, so that a long campaign can be made in parts. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Only the calls with this in their name, in small or capital letters, e.g. `publishMilestones`: all of that function. */
  readonly calls?: string | undefined;
  /** Called as soon as the strikes are known (with `made` 0), and before each further rehearsal. */
  readonly onProgress?: (made: number, planned: number) => void;
  readonly onVerdict?: (verdict: Verdict) => void;
}

/** The result of a campaign against one journey. */
export interface CampaignReport {
  readonly journey: Journey['name'];
  /** Outside calls of the undisturbed run. */
  readonly points: number;
  readonly verdicts: readonly Verdict[];
  readonly failed: readonly Verdict[];
  readonly milliseconds: number;
}

const reading =
  / (?:dynamodb:(?:GetItem|Query|Scan)|cloudtrail:|account:|sts:|ssm:|sqs:Get|slack:conversations|slack:users|jira:GET|jira:POST \S*\/search\/)/;

/** The distinguishable harms of a call; for reads, before and after are the same, as are lost call and lost answer. */
const harmsOf = ({ call, nth }: Point): readonly Harm[] =>
  !reading.test(call) ? harms : nth === 1 ? ['killed before', 'answer lost'] : ['killed before'];

/** All strikes that can make a difference. */
export function strikesAgainst(points: readonly Point[]): readonly Strike[] {
  return points.flatMap((point) => harmsOf(point).map((harm) => ({ point, harm })));
}

/** The points with `part` in their call's name, in small or capital letters. */
export function namedPoints(points: readonly Point[], part: string): readonly Point[] {
  return points.filter(({ call }) => call.toLowerCase().includes(part.toLowerCase()));
}

/** The number of undisturbed runs: enough to tell regular calls from occasional ones. */
const manyRuns = 6;
/** Strikes per rehearsal: it gets slower as messages and rows add up, and a new one takes a few seconds. */
const perRehearsal = 60;

/** Runs of a rehearsal that calls which are not met may take beyond the usual ones. */
const spareForUnmet = 250;

/** Strikes a journey and reports the result of each run. */
export async function campaign(journey: Journey, options: CampaignOptions): Promise<CampaignReport> {
  const { strikes, seed, from, to, calls = '', onVerdict, onProgress, ...rest } = options;
  const { spareRuns = spareForUnmet } = rest;
  const started = performance.now();
  const most = strikes === 'all' ? perRehearsal : Math.min(strikes, perRehearsal);
  const verdicts: Verdict[] = [];
  let plan: { readonly points: number; readonly strikes: readonly Strike[] } | undefined;
  do {
    // The first rehearsal finds the calls; the others only need the outcome of an undisturbed run.
    const warmRuns = plan ? 0 : manyRuns;
    const accounts = 4 * most + manyRuns + 2 + spareRuns;
    const harness = await startHarness(journey, { warmRuns, ...rest, spareRuns, accounts });
    try {
      const points = namedPoints(harness.points, calls);
      plan ??= {
        points: points.length,
        strikes: chosen(strikesAgainst(points), strikes, seed).slice(from, to),
      };
      onProgress?.(verdicts.length, plan.strikes.length);
      for (const strike of plan.strikes.slice(verdicts.length, verdicts.length + most)) {
        const verdict = await harness.strike(strike);
        verdicts.push(verdict);
        onVerdict?.(verdict);
      }
    } finally {
      await harness.stop();
    }
  } while (verdicts.length < plan.strikes.length);
  const failed = verdicts.filter(isFault);
  const milliseconds = Math.round(performance.now() - started);
  return { journey: journey.name, points: plan.points, verdicts, failed, milliseconds };
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

/** Whether the outcome differs, or a call of every undisturbed run was not made. */
export const isFault = ({ strike, visited, faults }: Verdict): boolean =>
  faults.length > 0 || (!visited && !strike.point.cold);

/** The description of a failed strike for a person. */
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
