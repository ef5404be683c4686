import {
  recordedBy,
  type BasicSelector,
  type EventSelectors,
  type FieldCondition,
} from '#domain/facts/event-selectors.ts';
import type { MonitoredEvent } from '#domain/facts/monitored.ts';
import type { RequestFacts } from '#domain/facts/trigger.ts';
import type { CloudTrailRecord } from './cloudtrail-record.ts';
import { capped, isObject, textAt, valueAt } from './tolerant.ts';

type Scalar = string | number | boolean;

/** The facts of a request that rules and messages use; undefined when there are none. */
export function readRequested(
  record: CloudTrailRecord,
  { group, name }: MonitoredEvent,
): RequestFacts | undefined {
  const parameters = record.requestParameters;
  if (!parameters) return undefined;
  const kept = (group.keeps ?? []).flatMap((key) => pairOf(key, scalar(valueAt(parameters, key))));
  const more = Object.hasOwn(summaries, name) ? (summaries[name]?.(record) ?? []) : [];
  const facts = [...kept, ...more];
  return facts.length === 0 ? undefined : Object.fromEntries(facts);
}

type Fact = readonly [string, Scalar];

/** Facts computed from nested parameters, by event name. */
const summaries: Readonly<Partial<Record<string, (record: CloudTrailRecord) => readonly Fact[]>>> = {
  PutEventSelectors: ({ requestParameters }) => {
    const selectors = readSelectors(requestParameters);
    if (!selectors) return [];
    const { writes, reads, excludedSources } = recordedBy(selectors);
    return [
      ['managementWrites', writes],
      ['managementReads', reads],
      ...pairOf('excludedSources', excludedSources.length > 0 ? excludedSources.join(', ') : undefined),
    ];
  },
  PutBucketLifecycle: (record) => pairOf('expiresAfterDays', shortestExpiry(record)),
  PutBucketLifecycleConfiguration: (record) => pairOf('expiresAfterDays', shortestExpiry(record)),
  PutBucketVersioning: (record) =>
    pairOf('versioning', textAt(record, 'requestParameters.VersioningConfiguration.Status')),
  ScheduleKeyDeletion: (record) => pairOf('deletionDate', textAt(record, 'responseElements.deletionDate')),
};

function pairOf(key: string, value: Scalar | undefined): readonly Fact[] {
  return value === undefined ? [] : [[key, typeof value === 'string' ? capped(value) : value]];
}

// Empty text is kept: the console sends it to clear a setting. Exports write booleans as text.
function scalar(value: unknown): Scalar | undefined {
  if (value === 'true' || value === 'false') return value === 'true';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

/** A list of one or several values: S3's XML is recorded as an object for one rule and as a list for several. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  return isObject(value) ? [value] : [];
}

/** The shortest time in days after which an enabled rule deletes objects, current or noncurrent; undefined without one. */
function shortestExpiry(record: CloudTrailRecord): number | undefined {
  const rules = listOf(valueAt(record, 'requestParameters.LifecycleConfiguration.Rule'));
  const days = rules
    .filter((rule) => valueAt(rule, 'Status') === 'Enabled')
    .flatMap((rule) => [
      Number(valueAt(rule, 'Expiration.Days')),
      Number(valueAt(rule, 'NoncurrentVersionExpiration.NoncurrentDays')),
    ])
    .filter((value) => value > 0);
  return days.length === 0 ? undefined : Math.min(...days.slice(0, 1000));
}

function readSelectors(parameters: unknown): EventSelectors | undefined {
  const advanced = listOf(valueAt(parameters, 'advancedEventSelectors'));
  if (advanced.length > 0) return { kind: 'advanced', selectors: advanced.map(conditionsOf) };
  const basic = listOf(valueAt(parameters, 'eventSelectors'));
  return basic.length > 0 ? { kind: 'basic', selectors: basic.map(basicOf) } : undefined;
}

// Omitted fields have AWS's defaults: management events on, reads and writes (EventSelector, API reference).
function basicOf(selector: unknown): BasicSelector {
  const readWrite = valueAt(selector, 'readWriteType');
  return {
    managementEvents: !isNo(valueAt(selector, 'includeManagementEvents')),
    readWrite: readWrite === 'ReadOnly' || readWrite === 'WriteOnly' ? readWrite : 'All',
    excludedSources: texts(valueAt(selector, 'excludeManagementEventSources')) ?? [],
  };
}

function conditionsOf(selector: unknown): readonly FieldCondition[] {
  return listOf(valueAt(selector, 'fieldSelectors')).map((condition) => ({
    field: textAt(condition, 'field') ?? '',
    equals: texts(valueAt(condition, 'equals')),
    notEquals: texts(valueAt(condition, 'notEquals')),
    narrowsOtherwise: ['startsWith', 'endsWith', 'notStartsWith', 'notEndsWith'].some(
      (operator) => texts(valueAt(condition, operator)) !== undefined,
    ),
  }));
}

function texts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = value.filter((item) => typeof item === 'string').slice(0, 100);
  return found.length > 0 ? found : undefined;
}

function isNo(value: unknown): boolean {
  return value === false || value === 'false';
}
