import type { ForwardingSight, DatedGap } from '#domain/facts/forwarding.ts';
import type { MemberTemplate } from '#domain/facts/member-template.ts';
import type { Sight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';

/** Which targets a look reads in each Region, and whether it counts the messages in the dead-letter queues. */
export interface ForwardingQuestions {
  readonly closely: (region: Region) => readonly string[];
  readonly deadLetters: boolean;
}

/** Reads the EventBridge rules that forward an account's events. */
export interface ForwardingObserver {
  /**
   * The rules in each of `regions`, with the targets that `questions` names. Unreadable as a whole when the account
   * refuses access; lasting throttling and faults of AWS are thrown.
   */
  lookAtForwarding(
    account: AccountId,
    regions: readonly Region[],
    questions: ForwardingQuestions,
  ): Promise<Sight<readonly ForwardingSight[]>>;
}

/**
 * The digest of an account's forwarding role: trust, policies and permissions boundary; `gone` when it does not exist.
 * Lasting throttling and faults of AWS are thrown.
 */
export type ReadForwardingRole = (account: AccountId) => Promise<Sight<string>>;

/** The id of the template that was last found whole in a Region. */
export interface WholeRegion {
  readonly region: Region;
  readonly template: MemberTemplate['id'];
}

/** The result of the last check of the parts in an account. */
export interface ForwardingCheck {
  readonly account: AccountId;
  readonly at: Instant;
  readonly gaps: readonly DatedGap[];
  /** When a check last found that events are lost. */
  readonly lackedAt?: Instant | undefined;
  /** When a check last counted the messages in dead-letter queues. */
  readonly countedAt?: Instant | undefined;
  /** The Regions in which a deployed template was found whole. */
  readonly whole: readonly WholeRegion[];
}

/** The last check of the parts of every account, and the last run that asked for them. Reads are strongly consistent. */
export interface ForwardingLog {
  /** The moment of the last run that asked for looks at parts; undefined before the first. */
  readAsked(): Promise<Instant | undefined>;
  /** Stores that the run of the moment `at` has asked for its looks; idempotent. */
  keepAsked(at: Instant): Promise<void>;
  readCheck(account: AccountId): Promise<ForwardingCheck | undefined>;
  /** Stores `check` as the account's last one; idempotent. */
  keepCheck(check: ForwardingCheck): Promise<void>;
  listChecks(): Promise<readonly ForwardingCheck[]>;
}

/** The member templates that this deployment has used, so that an older one is told from a wrong one. */
export interface TemplateLog {
  listTemplates(): Promise<readonly MemberTemplate[]>;
  /** Stores `template`; idempotent. */
  keepTemplate(template: MemberTemplate): Promise<void>;
}
