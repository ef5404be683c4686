import { refusalsIn, regionOffCodes } from '#domain/facts/refusals-in.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { awsCommand, inRegion, withFlags } from '#domain/findings/of-trail.ts';
import type { Judgement, Look, Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';

/** Two refusals this far apart are told, in milliseconds: 60 s, less what two clocks may differ. */
const apart = 55_000;
/** Refusals that begin in the same quarter of an hour with the same error are one incident. */
const together = 15 * 60 * 1000;

/** The judgement on refusals in a place that was read before; also for places whose trails cannot be listed. */
export function judgeAccess(look: Look): readonly Judgement[] {
  const subject = '-';
  const [why] = refusalsIn(look).filter(({ code }) => !regionOffCodes.has(code));
  if (why === undefined)
    return look.trails.kind === 'seen'
      ? [{ verdict: 'healthy', subject }]
      : [{ verdict: 'cannot-tell', subject }];
  const { refusedSince: since, memory, at } = look;
  if (since === undefined || memory === undefined || at - since < apart)
    return [{ verdict: 'cannot-tell', subject }];
  const { operation, code, message } = why;
  return [
    {
      verdict: 'stands',
      subject,
      severity: 'high',
      weakening: false,
      cause: causeKey('unreadable', `refused ${operation} ${code} ${Math.floor(since / together)}`),
      since,
      evidence: {
        error: `${code}: ${message}`,
        resource: operation,
        // Of the Regions that refuse, the one where there is something to look at.
        homeRegion: memory.trails.find(({ goneAt }) => goneAt === undefined)?.trail.homeRegion,
      },
    },
  ];
}

/** A place that was readable refuses to be read. */
export const accessLost: Rule<'access-lost'> = {
  id: 'access-lost',
  harm: 'unreadable',
  severities: ['high'],
  title: 'Trailwarden is not let in any more',
  meaning:
    'What could be read here before is refused now, seen twice, a minute apart. Whether trails still record is not known as long as this lasts.',
  causedBy: [
    'AttachPolicy',
    'UpdatePolicy',
    'DetachPolicy',
    'MoveAccount',
    'DeleteRole',
    'DeleteRolePolicy',
    'PutRolePolicy',
    'AttachRolePolicy',
    'DetachRolePolicy',
    'UpdateAssumeRolePolicy',
    'PutRolePermissionsBoundary',
    'CreatePolicyVersion',
    'SetDefaultPolicyVersion',
    'DeleteStack',
    'UpdateStack',
    'ExecuteChangeSet',
    'DeleteStackInstances',
  ],
  repairedBy: [],
  mitre: disableCloudLogs,
  falseAlarms:
    'A service control policy that denies the read role a Region or a service, an account that was moved to a unit without the stack set, or one that was closed where the central account may not ask the organization for it.',
  proof: 'state',
  remedy: ({ evidence: { resource = 'the call' } }, place) => ({
    words: `Find out who changed the read role or a service control policy, and let the role call ${resource} again: deploy the member roles, or take the policy back. Look at the trails by hand until then.`,
    command: withFlags(awsCommand('cloudtrail describe-trails', inRegion(place)), '--include-shadow-trails'),
  }),
  judge: judgeAccess,
};
