import type { Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { judgeLost, updateTrail } from '#domain/findings/settings.ts';

/** A multi-Region trail covers its home Region only; the loss in other Regions is reported there by trail-gone. */
export const singleRegionOnly: Rule<'single-region-only'> = {
  id: 'single-region-only',
  harm: 'recording-less',
  severities: ['low'],
  title: 'The trail covers one Region only',
  meaning: 'The trail recorded all Regions and was reduced to its home Region.',
  causedBy: ['UpdateTrail'],
  repairedBy: ['UpdateTrail', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'A move to one trail for each Region.',
  proof: 'state',
  remedy: (finding) => ({
    words: 'Make it a multi-Region trail again.',
    command: updateTrail(finding, {}, '--is-multi-region-trail'),
  }),
  judge: judgeLost({
    setting: 'multiRegion',
    // The same cause key as trail-gone in the other Regions.
    harm: 'not-recording',
    change: () => 'all Regions -> home Region only',
  }),
};
