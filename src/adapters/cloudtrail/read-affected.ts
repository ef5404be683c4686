import { dependencyId } from '#domain/facts/dependency.ts';
import type { Dependency } from '#domain/facts/dependency.ts';
import type { ListenedGroup, RecordPath } from '#domain/facts/listened-group.ts';
import type { LookScope, TrailReference } from '#domain/facts/trigger.ts';
import { asTrailArn } from '#domain/values/trail-arn.ts';
import type { CloudTrailRecord } from './cloudtrail-record.ts';
import { capped, textAt, valueAt } from './tolerant.ts';

/** What an event affected, as far as its record tells. */
export interface Affected {
  readonly trail?: TrailReference | undefined;
  readonly dependsOn?: Dependency | undefined;
  /** True when the event affects one thing and the record does not say which. */
  readonly missing: boolean;
}

/** The trail or dependency a record names: in its parameters, its answer, its resources or its error text. */
export function readAffected(record: CloudTrailRecord, group: ListenedGroup): Affected {
  const { affected } = group;
  const named = firstOf(affected, (place) => inRecord(record, place));
  const found = named ?? firstOf(affected, (place) => inErrorText(record, place));
  if (!found) {
    // Bus calls that name no bus mean the default one.
    const bus = affected[0]?.kind === 'bus' && record.requestParameters ? 'default' : undefined;
    return bus ? { dependsOn: { kind: 'bus', id: bus }, missing: false } : { missing: affected.length > 0 };
  }
  const { place, text } = found;
  // An alias may stand for any key: then it is not said which one.
  if (place.kind === 'key' && /(?:^|:)alias\//.test(text)) return { missing: true };
  if (place.kind !== 'trail')
    return { dependsOn: { kind: place.kind, id: dependencyId(place.kind, text) }, missing: false };
  const arn = asTrailArn(text);
  return {
    trail: arn ? { kind: 'arn', arn } : { kind: 'name', name: capped(text) },
    missing: false,
  };
}

/**
 * Where a record asks to look, from the record alone. A call on a trail: its home Region, and all Regions when
 * the request or the answer says that the trail is (or was made) multi-Region; the evaluator goes on to the other
 * Regions that the trail was last seen to cover. A dependency: where it was changed; the dependency map names
 * the trails. An account or the organization: all Regions.
 */
export function readScope(record: CloudTrailRecord, group: ListenedGroup, here: Here): LookScope {
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

function regionsOf(record: CloudTrailRecord, group: ListenedGroup, here: Here): readonly string[] | 'all' {
  if (group.reach !== 'region' || coversAllRegions(record, group)) return 'all';
  const { trail } = readAffected(record, group);
  const home = trail?.kind === 'arn' ? trail.arn.split(':')[3] : undefined;
  const region = home ?? firstText(record, group.region) ?? here.region;
  return region === undefined ? 'all' : [region];
}

function coversAllRegions(record: CloudTrailRecord, group: ListenedGroup): boolean {
  if (group.service !== 'cloudtrail') return false;
  return ['requestParameters', 'responseElements'].some((part) => {
    const asked = valueAt(record, `${part}.isMultiRegionTrail`);
    // A request that takes the other Regions away concerns them as much as one that adds them.
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
  // An ARN says more than a bare name, wherever it stands; a bucket's name says all.
  const arn = texts.find((text) => text.startsWith('arn:'));
  if (arn !== undefined) return arn;
  const listed = inResources(record, place);
  return place.kind === 'bucket' ? (texts[0] ?? listed) : (listed ?? texts[0]);
}

// Old records leave out the type of a resource; then the ARN itself must look right.
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

/** Calls refused for lack of a permission mostly carry no parameters: the ARN stands in the error message alone. */
function inErrorText(record: CloudTrailRecord, place: RecordPath): string | undefined {
  const message = record.errorMessage ?? '';
  const trailArn = /arn:[\w-]+:cloudtrail:[\w-]*:\w*:trail\/[\w.-]*\w/.exec(message)?.[0];
  if (place.kind === 'trail') return trailArn;
  const arn = /on resource: (arn:[^\s"',]+)/.exec(message)?.[1];
  return arn?.startsWith('arn:') && (arnOf[place.kind]?.test(arn) ?? true) ? arn : undefined;
}
