import pLimit from 'p-limit';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant, iso } from '#domain/values/instant.ts';
import { csvOf } from '#domain/reports/csv.ts';
import { dailyReport } from '#domain/reports/daily-report.ts';
import type { DayFacts } from '#domain/reports/day-facts.ts';
import { factsFor } from '#domain/reports/day-facts.ts';
import type { HeatMap } from '#domain/reports/heat-map.ts';
import { onboardingReport } from '#domain/reports/onboarding.ts';
import type { ReportFile } from '#ports/report-channel.ts';
import type { Comparison, Round, RoundLog } from '#ports/round-log.ts';
import { settled, throwIfAny } from '#usecases/all-settled.ts';
import type { ReconcileParts, ScopeOfDay } from './reconcile-day.ts';
import { reconcileDay } from './reconcile-day.ts';
import type { Compared } from './compare-places.ts';
import type { ReportToTell } from './tell-report.ts';
import type { TellOutcome } from '#usecases/report/tell-outcome.ts';

/** A Slack recipient of the daily report, and the accounts it covers; all accounts if `only` is undefined. */
export interface ReportReader {
  readonly to: string;
  readonly only?: ReadonlySet<AccountId> | undefined;
}

/** The facts of a day without the result of the comparison. */
export type GatheredDay = Omit<DayFacts, keyof Comparison>;

/** The parts of the daily run: reconcile, gather, compare, tell. */
export interface DayParts extends ReconcileParts {
  readonly rounds: RoundLog;
  readonly scope: () => Promise<ScopeOfDay | undefined>;
  readonly gather: (since: Instant) => Promise<GatheredDay>;
  readonly compare: (compared: Compared) => Promise<Comparison>;
  /** The recipients of the report; empty while Slack is off. */
  readonly readers: () => Promise<readonly ReportReader[]>;
  readonly tell: (parcel: ReportToTell) => Promise<TellOutcome>;
  /** Draws a heat map as a PNG. */
  readonly draw: (map: HeatMap) => Uint8Array;
  /** Whether the baseline is not accepted yet, and the sweep that gathers it has ended with all its inspections. */
  readonly isOnboarding: () => Promise<boolean>;
}

/** The result of a run, for the log. */
export interface RunOfDay {
  readonly round: string | undefined;
  readonly closed: number;
  readonly told: number;
  readonly waiting: readonly string[];
  readonly refused: readonly string[];
}

const day = 24 * 3600 * 1000;
/** A round younger than this may still be worked on by another run, in milliseconds; it is not resumed. */
const resumeAfterMs = 6 * 60 * 1000;
/** How long one run closes what is over, in milliseconds: half of the five minutes that its function may run. */
const closingForMs = 150 * 1000;
/** Reports that are composed and told at the same time: each may hold a file of many megabytes. */
const readersAtOnce = 8;
const nothing: RunOfDay = { round: undefined, closed: 0, told: 0, waiting: [], refused: [] };
const noComparison: Comparison = { repaired: [], mismatches: [], untold: [] };

/** What one part of a round did, and the round after it. */
interface RoundRun {
  readonly run: RunOfDay;
  readonly round: Round;
}

function pictureOf(map: HeatMap, draw: DayParts['draw']): ReportFile {
  return { name: 'accounts-by-region.png', title: map.title, content: draw(map), alt: map.alt };
}

async function tellAll(parts: DayParts, round: Round, facts: DayFacts): Promise<RoundRun> {
  const readers = await parts.readers();
  const compose = round.id === 'onboarding' ? onboardingReport : dailyReport;
  const name = `cloudtrail-${round.id === 'onboarding' ? round.id : iso(round.begunAt).slice(0, 10)}.csv`;
  const limit = pLimit(readersAtOnce);
  const tellOne = async ({ to, only }: ReportReader) => {
    const report = compose(facts, only);
    const content = factsFor(facts, only).issues.length > 0 ? csvOf(facts, only) : undefined;
    const file = content === undefined ? undefined : { name, title: name, content };
    const picture = report.picture && pictureOf(report.picture, parts.draw);
    return { to, telling: await parts.tell({ round: round.id as IncidentId, to, report, file, picture }) };
  };
  const { done, failures } = await settled(readers.map((reader) => limit(tellOne, reader)));
  throwIfAny('a report could not be told', failures);
  const why = (kind: 'later' | 'refused'): string[] =>
    done.flatMap(({ to, telling: outcome }) => (outcome.kind === kind ? [`${to}: ${outcome.why}`] : []));
  const [waiting, refused] = [why('later'), why('refused')];
  const run = {
    ...nothing,
    round: round.id,
    told: done.length - waiting.length - refused.length,
    waiting,
    refused,
  };
  // Where every reader is refused it is the token rather than a channel, and no report of the day has been told.
  const isLeft = waiting.length > 0 || (refused.length > 0 && run.told === 0);
  return { run, round: isLeft ? round : { ...round, toldAt: parts.clock.now() } };
}

/** Closes what is over, for as long as a run may; the round says whether something is left. */
async function closeWhatIsOver(parts: DayParts, round: Round): Promise<RoundRun> {
  if (round.isClosed === true) return { run: nothing, round };
  const begun = { ...round, closings: (round.closings ?? 0) + 1 };
  await parts.rounds.keepRound(begun);
  const until = instant(parts.clock.now() + closingForMs);
  const { closed, isCutShort } = await reconcileDay(parts)(until, await parts.scope());
  return { run: { ...nothing, closed }, round: { ...begun, isClosed: !isCutShort } };
}

/** Tells the round's reports; what was compared is stored first, so that a repeated run tells the same. */
async function tellRound(parts: DayParts, begun: Round): Promise<RoundRun> {
  if (begun.toldAt !== undefined) return { run: { ...nothing, round: begun.id }, round: begun };
  const gathered = await parts.gather((begun.begunAt - day) as Instant);
  const comparison = begun.comparison ?? (await parts.compare(gathered));
  const round = { ...begun, comparison };
  await parts.rounds.keepRound(round);
  return tellAll(parts, round, { ...gathered, ...comparison });
}

/** Runs the round's parts one after the other, and marks it as finished when neither leaves anything. */
async function runParts(parts: DayParts, begun: Round): Promise<RunOfDay> {
  // Two runs have died while they closed: people get their reports first.
  const isReportFirst = (begun.closings ?? 0) >= 2;
  const steps = isReportFirst ? [tellRound, closeWhatIsOver] : [closeWhatIsOver, tellRound];
  let round = begun;
  let run = nothing;
  for (const step of steps) {
    const done = await step(parts, round);
    run = { ...run, ...done.run, closed: run.closed + done.run.closed, round: begun.id };
    round = done.round;
    await parts.rounds.keepRound(round);
  }
  if (round.toldAt !== undefined && round.isClosed === true)
    await parts.rounds.keepRound({ ...round, finishedAt: parts.clock.now() });
  return run;
}

async function runDay(parts: DayParts, id: string, at: Instant): Promise<RunOfDay> {
  const known = await parts.rounds.readRound(id);
  if (known?.finishedAt !== undefined) return { ...nothing, round: id };
  const begun = known ?? { id, begunAt: at };
  // Its own row first: a run that dies is gone on with.
  if (!known) await parts.rounds.keepRound(begun);
  return runParts(parts, begun);
}

async function onboard(parts: DayParts): Promise<RunOfDay> {
  const known = await parts.rounds.readRound('onboarding');
  if (known?.finishedAt !== undefined || !(await parts.isOnboarding())) return nothing;
  const round = known ?? { id: 'onboarding', begunAt: parts.clock.now() };
  await parts.rounds.keepRound(round);
  const gathered = await parts.gather((round.begunAt - day) as Instant);
  const told = await tellAll(parts, round, { ...gathered, ...noComparison });
  if (told.round.toldAt !== undefined)
    await parts.rounds.keepRound({ ...told.round, finishedAt: told.round.toldAt });
  return told.run;
}

/** Resumes a round that was killed or could not be told, for up to a day after its start; sends the onboarding report. */
async function resumeRounds(parts: DayParts): Promise<readonly RunOfDay[]> {
  const last = await parts.rounds.readLatestRound();
  const age = last ? parts.clock.now() - last.begunAt : 0;
  const left = last && last.finishedAt === undefined && age > resumeAfterMs && age < day;
  return [...(left ? [await runDay(parts, last.id, last.begunAt)] : []), await onboard(parts)];
}

/**
 * Reconciles the issues and sends the daily reports. Each report is told once per day and recipient, also if the run
 * is killed or repeated. The task `go-on` resumes an earlier run that did not finish.
 */
export function reportDay(
  parts: DayParts,
): (occasion: { at: Instant; task?: string | undefined }) => Promise<readonly RunOfDay[]> {
  return async ({ at, task }) =>
    task === 'go-on' ? resumeRounds(parts) : [await runDay(parts, `report-${iso(at).slice(0, 10)}`, at)];
}
