import { recordsEverything, recordedBy } from './event-selectors.ts';
import type { TrailSight } from './observation.ts';
import type { Trail } from './trail.ts';
import type { RequestFacts } from './trigger.ts';

/** UpdateTrail parameters and the settings they change; those of keys, topics and log groups vary in spelling. */
const parameters = {
  isMultiRegionTrail: 'multiRegion',
  isOrganizationTrail: 'organization',
  includeGlobalServiceEvents: 'globalServiceEvents',
  enableLogFileValidation: 'logFileValidation',
  s3BucketName: 'bucket',
  s3KeyPrefix: 'prefix',
} as const satisfies Record<string, keyof Trail>;

/** Parameters that clear a setting when they are empty, as the console sends them. */
const clearing = {
  kmsKeyId: 'kmsKey',
  snsTopicName: 'topic',
  cloudWatchLogsLogGroupArn: 'logGroup',
} as const satisfies Record<string, keyof Trail>;

/** Whether a trail does not yet show the settings that an UpdateTrail requested. */
export function hidesUpdate({ trail }: TrailSight, requested: RequestFacts): boolean {
  const set = Object.entries(parameters).some(
    ([name, setting]) => requested[name] !== undefined && requested[name] !== (trail[setting] ?? ''),
  );
  const cleared = Object.entries(clearing).some(
    ([name, setting]) => requested[name] === '' && trail[setting] !== undefined,
  );
  return set || cleared;
}

/** Whether a trail does not yet show the management events that a PutEventSelectors selected. */
export function hidesSelectors({ selectors }: TrailSight, requested: RequestFacts): boolean {
  if (selectors?.kind === 'unreadable') return false;
  const { writes, reads, excludedSources } = selectors ? recordedBy(selectors.value) : recordsEverything;
  const { managementWrites, managementReads } = requested;
  if (managementWrites === undefined) return false;
  return (
    writes !== managementWrites ||
    reads !== managementReads ||
    excludedSources.join(', ').slice(0, 256) !== (requested['excludedSources'] ?? '')
  );
}
