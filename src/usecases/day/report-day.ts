import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import { csvOf } from '#domain/reports/csv.ts';
import { dailyReport } from '#domain/reports/daily-report.ts';
import type { DayFacts } from '#domain/reports/day-facts.ts';
import { onboardingReport } from '#domain/reports/onboarding.ts';
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
const nothing: RunOfDay = { round: undefined, closed: 0, told: 0, waiting: [], refused: [] };
const noComparison: Comparison = { repaired: [], mismatches: [], untold: [] };

async function tellAll(parts: DayParts, round: Round, facts: DayFacts): Promise<RunOfDay> {
  const readers = await parts.readers();
  const compose = round.id === 'onboarding' ? onboardingReport : dailyReport;
  const name = `cloudtrail-${round.id === 'onboarding' ? round.id : iso(round.begunAt).slice(0, 10)}.csv`;
  const tellings = readers.map(async ({ to, only }) => {
    const report = compose(facts, only);
    const content = report.closing.length > 0 ? csvOf(facts, only) : undefined;
    const file = content === undefined ? undefined : { name, title: name, content };
    return { to, telling: await parts.tell({ round: round.id as IncidentId, to, report, file }) };
  });
  const { done, failures } = await settled(tellings);
  throwIfAny('a report could not be told', failures);
  const why = (kind: 'later' | 'refused'): string[] =>
    done.flatMap(({ to, telling }) => (telling.kind === kind ? [`${to}: ${telling.why}`] : []));
  const [waiting, refused] = [why('later'), why('refused')];
  if (waiting.length === 0) await parts.rounds.keepRound({ ...round, finishedAt: parts.clock.now() });
  return {
    ...nothing,
    round: round.id,
    told: done.length - waiting.length - refused.length,
    waiting,
    refused,
  };
}

async function runDay(parts: DayParts, id: string, at: Instant): Promise<RunOfDay> {
  const known = await parts.rounds.readRound(id);
  if (known?.finishedAt !== undefined) return { ...nothing, round: id };
  const closed = await reconcileDay(parts)(await parts.scope());
  const begun = known ?? { id, begunAt: at };
  const gathered = await parts.gather((begun.begunAt - day) as Instant);
  const comparison = begun.comparison ?? (await parts.compare(gathered));
  const round = { ...begun, comparison };
  await parts.rounds.keepRound(round);
  return { ...(await tellAll(parts, round, { ...gathered, ...comparison })), closed: closed.length };
}

async function onboard(parts: DayParts): Promise<RunOfDay> {
  const known = await parts.rounds.readRound('onboarding');
  if (known?.finishedAt !== undefined || !(await parts.isOnboarding())) return nothing;
  const round = known ?? { id: 'onboarding', begunAt: parts.clock.now() };
  await parts.rounds.keepRound(round);
  const gathered = await parts.gather((round.begunAt - day) as Instant);
  return tellAll(parts, round, { ...gathered, ...noComparison });
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
