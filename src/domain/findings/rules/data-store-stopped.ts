import type { StoreState } from '#domain/facts/lake.ts';
import type { Finding } from '#domain/findings/finding.ts';
import { causeKey, findingKey } from '#domain/findings/finding.ts';
import type { DatedStoreState } from '#domain/findings/of-lake.ts';
import { storeChanges, latestStoreStates } from '#domain/findings/of-lake.ts';
import { awsCommand } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { parseArn } from '#domain/values/arn.ts';

type Lost = DatedStoreState & { readonly is: Exclude<StoreState, 'running'> };

const isLost = (state: DatedStoreState): state is Lost => state.is !== 'running';

/** The store to report: the one of the earlier finding, else the one that was lost last. */
function storeToReport(lost: readonly Lost[], before: string | undefined): Lost | undefined {
  const last = lost.reduce<Lost | undefined>(
    (one, other) => (one && one.at > other.at ? one : other),
    undefined,
  );
  return lost.find(({ store }) => store === before) ?? last;
}

function judgeStores(look: SeenLook, rule: Rule): Judgement {
  const subject = '-';
  const states = latestStoreStates(look, rule);
  if (states === undefined) return { verdict: 'cannot-tell', subject };
  const known = look.known.get(findingKey(rule.id, subject))?.evidence.resource;
  const told = storeToReport(states.filter(isLost), known);
  if (told === undefined)
    return { verdict: 'healthy', subject, endedAt: states.find(({ store }) => store === known)?.at };
  return {
    verdict: 'stands',
    subject,
    severity: 'medium',
    weakening: false,
    cause: causeKey('recording-less', told.store),
    since: told.at,
    evidence: { resource: told.store, change: storeChanges[told.is] },
  };
}

function undo({ evidence: { resource, change } }: Finding): string | undefined {
  const region = parseArn(resource)?.region;
  if (change === storeChanges.gone)
    return region && awsCommand('cloudtrail list-event-data-stores', { region });
  const call =
    change === storeChanges.deleted ? 'restore-event-data-store' : 'start-event-data-store-ingestion';
  if (resource === undefined || region === undefined) return undefined;
  return awsCommand(`cloudtrail ${call}`, { 'event-data-store': resource, region });
}

/** An event data store of CloudTrail Lake was stopped or deleted. */
export const dataStoreStopped: Rule<'data-store-stopped'> = {
  id: 'data-store-stopped',
  harm: 'recording-less',
  severities: ['medium'],
  title: 'An event data store of CloudTrail Lake was stopped or deleted',
  meaning:
    'CloudTrail Lake keeps no new events there. Trails are not touched, but searches and dashboards built on it see nothing of what happens from then on.',
  causedBy: ['StopEventDataStoreIngestion', 'DeleteEventDataStore'],
  repairedBy: ['StartEventDataStoreIngestion', 'RestoreEventDataStore'],
  mitre: disableCloudLogs,
  falseAlarms: 'An event data store that is not needed any more: accept it in the whitelist.',
  proof: 'state',
  remedy: (finding) => ({
    words:
      'Let it take in events again, or restore it within seven days of its deletion; afterwards make another one, and accept that this one is gone in the whitelist. What happened meanwhile is in the log files of the trails, if there are any.',
    command: undo(finding),
  }),
  judge: (look, rule) => [judgeStores(look, rule)],
};
