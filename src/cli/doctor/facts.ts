import type { ForwardingCheck } from '#ports/forwarding.ts';
import type { Heartbeat } from '#ports/heartbeats.ts';
import type { Config } from '#config/config.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { SweepResult } from '#domain/sweeps/sweep.ts';

/** A part of the installation that could be asked, or why it could not. */
export type Asked<Answer> =
  { readonly kind: 'answer'; readonly value: Answer } | { readonly kind: 'failed'; readonly why: string };

/** A queue as it is now. */
export interface QueueFact {
  readonly name: string;
  readonly waiting: number;
  readonly isDeadLetters: boolean;
}

/** An alarm about Trailwarden itself that is on. */
export interface AlarmFact {
  readonly name: string;
  readonly description: string;
  readonly since: Instant | undefined;
}

/** What Slack says of the token and of the channels that are configured. */
export interface SlackFacts {
  readonly scopes: readonly string[];
  /** `unknown`: there is none of this name; `archived`; `outside`: the app is no member. */
  readonly channels: ReadonlyMap<string, 'there' | 'unknown' | 'archived' | 'outside'>;
}

/** What Jira says of the user and of the projects that are configured. */
export interface JiraFacts {
  readonly projects: ReadonlyMap<string, JiraProject>;
  /** Whether tickets can be assigned to them, by `PROJECT name`. */
  readonly assignees: ReadonlyMap<string, boolean>;
}

/** A project of Jira, as far as tickets need it. */
export interface JiraProject {
  readonly isThere: boolean;
  readonly issueTypes: readonly string[];
  /** What tickets need and the user may not do, as Jira names it. */
  readonly missing: readonly string[];
  /** The statuses of the category *done* of the issue type that tickets have; undefined where Jira did not say. */
  readonly ends: readonly string[] | undefined;
}

/** All that `doctor` looks at, read at `now`. */
export interface DoctorFacts {
  readonly now: Instant;
  readonly config: Config;
  readonly configWarnings: readonly string[];
  readonly stage: string;
  readonly node: string;
  /** The version of the AWS CLI; undefined where there is none. */
  readonly awsCli: string | undefined;
  readonly caller: Asked<AccountId | undefined>;
  /** The version of Trailwarden that is deployed, and that of this tool; undefined where it is not told. */
  readonly versions: { readonly deployed: string | undefined; readonly own: string };
  /** Alarms that are on, with their descriptions. */
  readonly alarms: Asked<readonly AlarmFact[]>;
  /** What the centre cost this month, in dollars; undefined where it was not asked. */
  readonly costs: Asked<Readonly<Record<'functions' | 'queues' | 'tables', number>>> | undefined;
  /** The functions by name: whether they are there. */
  readonly functions: ReadonlyMap<string, boolean>;
  /** What is wrong with the central rules, queues and streams, each with its remedy. */
  readonly centre: Asked<readonly { readonly what: string; readonly remedy: string }[]>;
  readonly queues: Asked<readonly QueueFact[]>;
  readonly accounts: ReadonlyMap<AccountId, string>;
  readonly sweep: SweepResult | undefined;
  readonly lastFinishedSweep: Instant | undefined;
  readonly lastReport: Instant | undefined;
  readonly baselineAccepted: boolean;
  readonly heartbeats: readonly Heartbeat[];
  readonly checks: readonly ForwardingCheck[];
  /** The secrets by name: why one cannot be read; undefined where it can. */
  readonly secrets: ReadonlyMap<string, string | undefined>;
  readonly slack: Asked<SlackFacts> | undefined;
  readonly jira: Asked<JiraFacts> | undefined;
}
