import type { Observation, Unreadable } from './observation.ts';

/** AWS does not show members the status of an organization trail; these errors are no missing permission. */
const expectedOfMembers = new Set(['TrailNotFoundException', 'CloudTrailARNInvalidException']);

/** Error codes that AWS answers in a Region that is not enabled in the account (AWS Account Management, Regions). */
export const regionOffCodes: ReadonlySet<string> = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
]);

/** The refused calls of an observation, without those that AWS refuses every member account. */
export function refusalsIn({
  account,
  trails,
}: Pick<Observation, 'account' | 'trails'>): readonly Unreadable[] {
  if (trails.kind === 'unreadable') return [trails.why];
  return trails.value.flatMap(({ trail, status, selectors }) =>
    [status, selectors].flatMap((sight) =>
      sight?.kind === 'unreadable' && !(trail.owner !== account && expectedOfMembers.has(sight.why.code))
        ? [sight.why]
        : [],
    ),
  );
}
