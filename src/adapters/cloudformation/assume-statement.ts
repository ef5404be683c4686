import type { Config } from '#config/config.ts';
import type { Statement } from './template.ts';
import { sub } from './template.ts';

/**
 * Lets a function take on the read role in any account, because which accounts are watched is configuration; with an
 * organization, only in its accounts (IAM User Guide, aws:ResourceOrgID).
 */
export function assumeStatement({
  roleName,
  organization: { id },
}: Pick<Config, 'roleName' | 'organization'>): Statement {
  return {
    Sid: 'ReadInAccounts',
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Resource: sub(`arn:\${AWS::Partition}:iam::*:role/${roleName}`),
    ...(id !== undefined && { Condition: { StringEquals: { 'aws:ResourceOrgID': id } } }),
  };
}
