import { causeKey, findingKey } from '#domain/findings/finding.ts';
import { awsCommand } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { parseArn } from '#domain/values/arn.ts';

function judgeStores({ lake, known, claims, at }: SeenLook, rule: Rule): Judgement {
  const subject = '-';
  if (lake === undefined) return { verdict: 'cannot-tell', subject };
  const before = known.get(findingKey(rule.id, subject));
  // Deleted and gone stores are judged by data-store-stopped.
  const narrowed = lake.stores.filter(
    ({ state, lost }) => lost.length > 0 && (state === 'running' || state === 'stopped'),
  );
  const store = narrowed.find(({ arn }) => arn === before?.evidence.resource) ?? narrowed.at(-1);
  if (store === undefined) return { verdict: 'healthy', subject };
  const calls = claims.filter(
    ({ eventName, about = '', at: then }) =>
      eventName === 'UpdateEventDataStore' && then <= at && store.arn.endsWith(about),
  );
  return {
    verdict: 'stands',
    subject,
    severity: 'medium',
    weakening: false,
    cause: causeKey('recording-less', store.arn),
    since:
      (before?.state === 'resolved' ? undefined : before?.since) ??
      calls.at(-1)?.at ??
      store.lostSince ??
      lake.changedAt,
    evidence: { resource: store.arn, change: `no longer kept: ${store.lost.join(', ')}` },
  };
}

/** An event data store of CloudTrail Lake ingests or keeps fewer events than before. */
export const dataStoreNarrowed: Rule<'data-store-narrowed'> = {
  id: 'data-store-narrowed',
  harm: 'recording-less',
  severities: ['medium'],
  title: 'An event data store of CloudTrail Lake takes in less',
  meaning:
    'Its selectors, its Regions, its accounts or the time for which it keeps events were narrowed. Trails are not touched, but searches built on it miss what it no longer has; what is older than it now keeps events is deleted.',
  causedBy: ['UpdateEventDataStore'],
  repairedBy: ['UpdateEventDataStore'],
  mitre: disableCloudLogs,
  falseAlarms:
    'Events that were left out, or kept for a shorter time, to save money: accept it in the whitelist.',
  proof: 'state',
  remedy: ({ evidence: { resource = '' } }) => ({
    words:
      'Undo the change with update-event-data-store, or accept it in the whitelist. The command shows how the store is set.',
    command: awsCommand('cloudtrail get-event-data-store', {
      'event-data-store': resource,
      region: parseArn(resource)?.region ?? '',
    }),
  }),
  judge: (look, rule) => [judgeStores(look, rule)],
};
