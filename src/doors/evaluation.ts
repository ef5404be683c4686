import type { Config } from '#config/config.ts';
import type { Decision } from '#domain/facts/decision.ts';
import type { OwnParts } from '#domain/facts/own-parts.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { Directory } from '#ports/directory.ts';
import type { EventHistory } from '#ports/event-history.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { AskLake } from '#ports/lakes.ts';
import type { Inspections } from '#ports/log-destinations.ts';
import type { ListRolesWithPolicy } from '#ports/roles-with-policy.ts';
import type { TrailObserver } from '#ports/trail-observer.ts';
import { answerRequest } from '#usecases/evaluate/answer-request.ts';
import { countAttempts } from '#usecases/evaluate/count-attempts.ts';
import type { AccountParts } from '#usecases/evaluate/evaluate-account.ts';
import { evaluateAccount } from '#usecases/evaluate/evaluate-account.ts';
import { findCauses } from '#usecases/evaluate/find-causes.ts';
import { noteArrivals } from '#usecases/evaluate/note-arrivals.ts';
import { noteOwnChange } from '#usecases/evaluate/note-own-change.ts';
import type { EvaluationPlan } from '#usecases/evaluate/plan-parts.ts';
import { planEvaluation } from '#usecases/evaluate/plan-evaluation.ts';
import { newcomersOf, organizationFactsOf } from './accounts.ts';
import { expectedOf } from './expected.ts';
import { memberRuleNames } from './forwarding.ts';
import { countingUnreadable } from './measure-sweeps.ts';
import type { Stores } from './stores.ts';

/** The ports and the configuration of evaluations. */
export interface EvaluationDependencies {
  readonly config: Config;
  readonly stores: Stores;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly busName: string;
  /** Names of the detector's own resources that do not begin with its name. */
  readonly ownNames: readonly string[];
  readonly observer: TrailObserver;
  readonly history: EventHistory;
  readonly followUps: FollowUps;
  readonly inspections: Inspections;
  readonly askLake: AskLake;
  readonly rolesWithPolicy: ListRolesWithPolicy;
  /** Asks the Slack reporter to tell a burst. */
  readonly tellBurst: (burst: IncidentId) => Promise<void>;
}

function ownPartsOf({ config, ownNames, busName }: EvaluationDependencies): OwnParts {
  return { account: config.mainAccountId, names: ownNames, rules: memberRuleNames(busName) };
}

/** Plans the evaluations after an event, and records the arrival of events that a person may be waiting for. */
export function planning(door: EvaluationDependencies): (decision: Decision) => Promise<EvaluationPlan> {
  const { config, stores, directory, clock, inspections, tellBurst } = door;
  const { attempts, bursts, issues, dependencies, arrivals } = stores;
  const plan = planEvaluation({
    directory,
    dependencies,
    issues,
    inspections,
    rolesWithPolicy: door.rolesWithPolicy,
    fanOut: door.followUps.fanOut,
    clock,
    attempts: countAttempts({ attempts, bursts, issues, dependencies, tell: tellBurst }),
    isNewcomer: newcomersOf(config),
    own: ownPartsOf(door),
    enabled: config.cloudtrails.enabled,
  });
  return noteArrivals({ arrivals, clock }, plan);
}

function accountParts(door: EvaluationDependencies): AccountParts {
  const { config, stores, directory, clock, observer, followUps } = door;
  const { issues, incidents, destinations, attempts, lakes, rolls, forwarding, open, acceptances } = stores;
  return {
    issues,
    incidents,
    destinations,
    attempts,
    open,
    directory,
    observer,
    followUps,
    clock,
    inspections: door.inspections,
    exemptions: (account) => config.exemptions.get(account) ?? [],
    acceptances,
    lake: { store: lakes, ask: door.askLake },
    expected: expectedOf(config),
    readOrganization: organizationFactsOf(config, { rolls, clock }),
    forwarding,
    regions: { only: config.regions, fallback: [config.region, 'us-east-1' as Region] },
  };
}

/** Answers evaluation requests: evaluates, searches for causes, or notes calls on the detector's own parts. */
export function answering(door: EvaluationDependencies): (request: EvaluationRequest) => Promise<void> {
  const { config, stores, clock, history, followUps } = door;
  const { issues, incidents, destinations, sweeps } = stores;
  const parts = accountParts(door);
  const { exemptions } = parts;
  const evaluate = evaluateAccount(parts);
  const holders = config.baseline?.accounts ?? [];
  return answerRequest({
    clock,
    evaluate,
    findCauses: findCauses({ issues, history, followUps, clock, holders, evaluate }),
    noteOwnChange: noteOwnChange({
      issues,
      incidents,
      destinations,
      exemptions,
      followUps,
      clock,
      own: ownPartsOf(door),
    }),
    sweeps: countingUnreadable(sweeps),
    enabled: config.cloudtrails.enabled,
  });
}
