import type { DependencyKind } from './dependency.ts';
import type { CallEffect } from './trigger.ts';

/**
 * Where an event is listened for: in every account and Region; in the management account and the delegated
 * administrators (us-east-1); or only on the detector's own things, in every account or in the central one.
 */
export type ListenedWhere = 'member' | 'organization' | 'own-member' | 'own-central';

/** Where in a CloudTrail record the affected thing's id stands: dotted paths, then the type of a resource listed. */
export interface RecordPath {
  readonly kind: DependencyKind | 'trail';
  readonly paths: readonly string[];
  readonly resource?: string;
}

/** Events of one service that are treated alike: one row of the table of everything that is listened to. */
export interface ListenedGroup {
  /** The service prefix: `eventSource` is `<service>.amazonaws.com`, the EventBridge source `aws.<service>`. */
  readonly service: string;
  readonly canBreak: string;
  readonly where: ListenedWhere;
  readonly events: Readonly<Partial<Record<CallEffect, readonly string[]>>>;
  /** Recorded by AWS itself, with its own EventBridge detail-type. */
  readonly serviceEvent?: true;
  /** Lambda records its calls under names with an API date, e.g. `UpdateFunctionCode20150331v2`. */
  readonly dated?: true;
  /** The first place that holds an id wins; without any, the event concerns its account as such. */
  readonly affected: readonly RecordPath[];
  /** How far the effect reaches: the Region of the event, all Regions of an account, or every account. */
  readonly reach: 'region' | 'account' | 'organization';
  /** Where the id of the affected account stands, if it is not the recording one. */
  readonly account?: readonly string[];
  /** Where the affected Region stands, if it is not the recording one. */
  readonly region?: readonly string[];
  /** The event matters only when this text, if recorded, is one of these. */
  readonly onlyIf?: { readonly path: string; readonly oneOf: readonly string[] };
  /** The request parameters (scalars) that are kept for judging and wording. */
  readonly keeps?: readonly string[];
  /** For the detector's own things: the request parameter whose beginning an EventBridge pattern can compare. */
  readonly ownName?: { readonly parameter: string; readonly prefixes: readonly string[] };
}
