import type { OwnParts } from '#domain/facts/own-parts.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { AttemptLog } from '#ports/attempt-log.ts';
import type { Clock } from '#ports/clock.ts';
import type { Dependencies } from '#ports/dependencies.ts';
import type { Directory } from '#ports/directory.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { Inspections } from '#ports/log-destinations.ts';
import type { ListRolesWithPolicy } from '#ports/roles-with-policy.ts';

/** What events are matched with: watched accounts, dependencies, the detector's own parts. */
export interface PlanParts {
  readonly directory: Directory;
  /** Whether an account that the directory does not list yet is watched; by default none is. */
  readonly isNewcomer?: ((account: AccountId) => boolean) | undefined;
  readonly dependencies: Dependencies;
  readonly attempts: AttemptLog;
  /** The names of the detector's own resources; none by default. */
  readonly own?: OwnParts | undefined;
  readonly inspections: Inspections;
  /** What is remembered of an account's trails. */
  readonly issues: Pick<IssueStore, 'listMemories'>;
  readonly rolesWithPolicy: ListRolesWithPolicy;
  /** Sends looks that may wait. */
  readonly fanOut: FollowUps['fanOut'];
  readonly clock: Clock;
  /** False while detection is switched off: events are then acknowledged and ignored. */
  readonly enabled: boolean;
}

/** The evaluations that an event leads to, and a reason for the log. */
export interface EvaluationPlan {
  readonly requests: readonly EvaluationRequest[];
  readonly reason: string;
}

/** A plan without an evaluation. */
export const nothing = (reason: string): EvaluationPlan => ({ requests: [], reason });
