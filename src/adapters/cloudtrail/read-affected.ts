import { dependencyId } from '#domain/facts/dependency.ts';
import type { Dependency } from '#domain/facts/dependency.ts';
import type { MonitoredGroup, RecordPath } from '#domain/facts/monitored-group.ts';
import type { LookScope, TrailReference } from '#domain/facts/trigger.ts';
import { asTrailArn } from '#domain/values/trail-arn.ts';
import type { CloudTrailRecord } from './cloudtrail-record.ts';
import { capped, textAt, textsAt, valueAt } from './tolerant.ts';

/** The trail or dependency that an event affected, as far as its record names it. */
export interface Affected {
  readonly trail?: TrailReference | undefined;
  readonly dependsOn?: Dependency | undefined;
  /** True when the event affects one resource and the record does not name it. */
  readonly missing: boolean;
}

/** The trail or dependency that a record names in its parameters, response, resources or error message. */
export function readAffected(record: CloudTrailRecord, group: MonitoredGroup): Affected {
  const { affected } = group;
  const named = firstOf(affected, (place) => inRecord(record, place));
  const found = named ?? firstOf(affected, (place) => inErrorText(record, place));
  if (!found) {
    // A call on a bus without a bus name means the default bus.
    const bus = affected[0]?.kind === 'bus' && record.requestParameters ? 'default' : undefined;
    return bus ? { dependsOn: { kind: 'bus', id: bus }, missing: false } : { missing: affected.length > 0 };
  }
  const { place, text } = found;
  // An alias can point to any key, so the key counts as not named.
  if (place.kind === 'key' && /(?:^|:)alias\//.test(text)) return { missing: true };
  if (place.kind !== 'trail')
    return { dependsOn: { kind: place.kind, id: dependencyId(place.kind, text) }, missing: false };
  const arn = asTrailArn(text);
  return {
    trail: arn ? { kind: 'arn', arn } : { kind: 'name', name: capped(text) },
    missing: false,
  };
}

/** The dependencies that a call on several of them names, at most 100; empty for a call on one. */
export function readNamed(record: CloudTrailRecord, { affected }: MonitoredGroup): readonly Dependency[] {
  const lists = affected.map(({ kind, paths }) =>
    kind === 'trail'
      ? []
      : paths
          .flatMap((path) => textsAt(record, path))
          .map((text) => ({ kind, id: dependencyId(kind, text) })),
  );
  return lists.find((list) => list.length > 1) ?? [];
}

/**
 * The accounts and Regions to evaluate, from the record alone. A call on a trail: its home Region, or all Regions when
 * request or response say that the trail is (or becomes) multi-Region; the evaluator adds the Regions that the trail was
 * last seen to cover. A dependency: the Region of the change; the dependency map names the trails. An account or the
 * organization: all Regions.
 */
export function readScope(record: CloudTrailRecord, group: MonitoredGroup, here: Here): LookScope {
  const target = firstText(record, group.account);
  const everyAccount = group.reach === 'organization' && !(target !== undefined && /^\d{12}$/.test(target));
  const accountId =
    target === undefined || (group.reach === 'organization' && everyAccount) ? here.accountId : target;
  return { accountId, regions: regionsOf(record, group, here), everyAccount };
}

/** The account and Region in which an event was recorded; a missing Region stays undefined. */
export interface Here {
  readonly accountId: string;
  readonly region: string | undefined;
}

function regionsOf(record: CloudTrailRecord, group: MonitoredGroup, here: Here): readonly string[] | 'all' {
  if (group.reach !== 'region' || coversAllRegions(record, group)) return 'all';
  const { trail } = readAffected(record, group);
  const home = trail?.kind === 'arn' ? trail.arn.split(':')[3] : undefined;
  const region = home ?? firstText(record, group.region) ?? here.region;
  return region === undefined ? 'all' : [region];
}

function coversAllRegions(record: CloudTrailRecord, group: MonitoredGroup): boolean {
  if (group.service !== 'cloudtrail') return false;
  return ['requestParameters', 'responseElements'].some((part) => {
    const asked = valueAt(record, `${part}.isMultiRegionTrail`);
    // A request that makes a trail single-Region affects the other Regions too.
    return String(asked) === 'true' || (part === 'requestParameters' && String(asked) === 'false');
  });
}

function firstText(record: CloudTrailRecord, paths: readonly string[] = []): string | undefined {
  return firstOf(paths, (path) => textAt(record, path))?.text;
}

function firstOf<Item>(
  items: readonly Item[],
  read: (item: Item) => string | undefined,
): { readonly place: Item; readonly text: string } | undefined {
  for (const place of items) {
    const text = read(place);
    if (text !== undefined) return { place, text };
  }
  return undefined;
}

function inRecord(record: CloudTrailRecord, place: RecordPath): string | undefined {
  const texts = place.paths.map((path) => textAt(record, path)).filter((text) => text !== undefined);
  // An ARN is preferred to a bare name, wherever it is; a bucket's name is unique already.
  const arn = texts.find((text) => text.startsWith('arn:'));
  if (arn !== undefined) return arn;
  const listed = inResources(record, place);
  return place.kind === 'bucket' ? (texts[0] ?? listed) : (listed ?? texts[0]);
}

// Old records omit the type of a resource; then its ARN must match.
const arnOf: Partial<Record<RecordPath['kind'], RegExp>> = {
  trail: /^arn:[^:]*:cloudtrail:[^:]*:[^:]*:trail\//,
  'event-data-store': /^arn:[^:]*:cloudtrail:[^:]*:[^:]*:eventdatastore\//,
  bucket: /^arn:[^:]*:s3:::[^/]+$/,
  key: /^arn:[^:]*:kms:[^:]*:[^:]*:key\//,
};

function inResources(record: CloudTrailRecord, place: RecordPath): string | undefined {
  if (place.resource === undefined) return undefined;
  for (const item of record.resources ?? []) {
    const arn = item?.ARN ?? item?.arn;
    if (arn !== undefined && (item?.type === place.resource || (arnOf[place.kind]?.test(arn) ?? false)))
      return arn;
  }
  return undefined;
}

/** The ARN in the error message: calls denied for lack of a permission mostly have no parameters. */
function inErrorText(record: CloudTrailRecord, place: RecordPath): string | undefined {
  const message = record.errorMessage ?? '';
  const trailArn = /arn:[\w-]+:cloudtrail:[\w-]*:\w*:trail\/[\w.-]*\w/.exec(message)?.[0];
  if (place.kind === 'trail') return trailArn;
  const arn = /on resource: (arn:[^\s"',]+)/.exec(message)?.[1];
  return arn?.startsWith('arn:') && (arnOf[place.kind]?.test(arn) ?? true) ? arn : undefined;
}
