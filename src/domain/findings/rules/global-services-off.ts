import { recordsEverything } from '#domain/facts/event-selectors.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { judgeLost, updateTrail } from '#domain/findings/settings.ts';
import { weighLoss } from '#domain/findings/what-is-left.ts';
import type { Instant } from '#domain/values/instant.ts';

function weigh(look: SeenLook, { trail }: TrailSight, since: Instant) {
  const was = { ...recordsEverything, globalServices: true };
  const self = { ...recordsEverything, globalServices: false };
  const { severity, weakening } = weighLoss(look, { rule: 'global-services-off', trail, was, self, since });
  return { severity, weakening };
}

/** A trail no longer records the events of global services such as IAM. */
export const globalServicesOff: Rule<'global-services-off'> = {
  id: 'global-services-off',
  harm: 'recording-less',
  severities: ['high', 'medium', 'low'],
  title: 'Events of global services are not recorded',
  meaning: 'What is done in IAM, STS, CloudFront and other global services no longer reaches this trail.',
  causedBy: ['UpdateTrail'],
  repairedBy: ['UpdateTrail', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'Several trails of one account, of which only one is meant to record global services.',
  proof: 'state',
  remedy: (finding) => ({
    words: 'Include the events of global services again.',
    command: updateTrail(finding, {}, '--include-global-service-events'),
  }),
  judge: judgeLost({
    setting: 'globalServiceEvents',
    harm: 'recording-less',
    change: () => 'IncludeGlobalServiceEvents true -> false',
    weigh,
  }),
};
