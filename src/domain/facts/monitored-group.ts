import type { DependencyKind } from './dependency.ts';
import type { CallEffect } from './trigger.ts';

/**
 * Where the rules for an event are deployed: in every account and Region; in the management account and the delegated
 * administrators (us-east-1); or, for the detector's own resources only, in every account or in the central account.
 */
export type HeardIn = 'member' | 'organization' | 'own-member' | 'own-central';

/** Where a CloudTrail record holds the id of the affected resource: dotted paths, then a type within `resources`. */
export interface RecordPath {
  readonly kind: DependencyKind | 'trail';
  readonly paths: readonly string[];
  readonly resource?: string;
}

/** A request parameter that an EventBridge pattern compares by prefix. */
export interface OwnName {
  readonly parameter: string;
  readonly prefixes: readonly string[];
}

/** Events of one service that are treated alike: one row of the table of monitored events. */
export interface MonitoredGroup {
  /** The service prefix: `eventSource` is `<service>.amazonaws.com`, the EventBridge source `aws.<service>`. */
  readonly service: string;
  readonly canBreak: string;
  readonly where: HeardIn;
  readonly events: Readonly<Partial<Record<CallEffect, readonly string[]>>>;
  /** AWS service events, which have an EventBridge detail-type of their own. */
  readonly serviceEvent?: true;
  /** Event names carry an API date, as Lambda records them, e.g. `UpdateFunctionCode20150331v2`. */
  readonly dated?: true;
  /** The first place that holds an id is used; if none does, the event concerns its whole account. */
  readonly affected: readonly RecordPath[];
  /** Which state is affected: the Region of the event, all Regions of an account, or every account. */
  readonly reach: 'region' | 'account' | 'organization';
  /** Paths of the id of the affected account, if that is not the recording account. */
  readonly account?: readonly string[];
  /** Paths of the affected Region, if that is not the recording Region. */
  readonly region?: readonly string[];
  /** The event is ignored when this text is recorded and is none of these. */
  readonly onlyIf?: { readonly path: string; readonly oneOf: readonly string[] };
  /** The scalar request parameters that are kept for the rules and for messages. */
  readonly keeps?: readonly string[];
  /** For the detector's own resources: the request parameter that an EventBridge pattern compares by prefix. */
  readonly ownName?: OwnName;
  /** Another request parameter by which some of the events are sent as well. */
  readonly alsoBy?: OwnName & { readonly events: readonly string[] };
}
