import type { Config } from '#config/config.ts';
import type { Resource } from './template.ts';
import { policy, sub } from './template.ts';

/** The role of the function that tells machines. */
const role = { Ref: 'MilestonesRole' };

/** Lets the function that tells machines import findings of this account's own product; only where that is switched on. */
export function securityHubPolicy({
  securityHub,
}: Pick<Config, 'securityHub'>): Readonly<Record<string, Resource>> {
  if (!securityHub.enabled) return {};
  const product = 'product/${AWS::AccountId}/default';
  const PolicyDocument = policy({
    Sid: 'OwnFindings',
    Effect: 'Allow',
    Action: 'securityhub:BatchImportFindings',
    Resource: sub(`arn:\${AWS::Partition}:securityhub:\${AWS::Region}:\${AWS::AccountId}:${product}`),
  });
  const Properties = { PolicyName: 'findings', PolicyDocument, Roles: [role] };
  return { SecurityHubPolicy: { Type: 'AWS::IAM::Policy', Properties } };
}
