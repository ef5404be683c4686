import type { Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { judgeLost, updateTrail } from '#domain/findings/settings.ts';

/** An organization trail records its owner account only; the loss in the members is reported there by trail-gone. */
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
    setting: 'organization',
    // The same cause key as trail-gone in the member accounts.
    harm: 'not-recording',
    change: () => 'every account -> owner account only',
  }),
};
