import type { Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { judgeLost, updateTrail } from '#domain/findings/settings.ts';

/** An organization trail records its owner account only. What the members lose is told by trail-gone there. */
export const organizationTrailReduced: Rule<'organization-trail-reduced'> = {
  id: 'organization-trail-reduced',
  harm: 'recording-less',
  severities: ['low'],
  title: 'The organization trail was reduced to one account',
  meaning: 'The trail recorded every account of the organization and now records its owner account only.',
  causedBy: ['UpdateTrail', 'DisableAWSServiceAccess'],
  repairedBy: ['UpdateTrail', 'CreateTrail', 'EnableAWSServiceAccess'],
  mitre: disableCloudLogs,
  falseAlarms: 'A move to one trail for each account.',
  proof: 'state',
  remedy: (finding) => ({
    words: 'Make it an organization trail again, from the management account.',
    command: updateTrail(finding, {}, '--is-organization-trail'),
  }),
  judge: judgeLost({
    rule: 'organization-trail-reduced',
    setting: 'organization',
    // One cause with the loss in the members, where the trail is gone.
    harm: 'not-recording',
    change: () => 'every account -> owner account only',
  }),
};
