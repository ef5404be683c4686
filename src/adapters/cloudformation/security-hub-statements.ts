import type { Config } from '#config/config.ts';
import type { Statement } from './template.ts';
import { sub } from './template.ts';

/**
 * What the publisher of milestones may do in Security Hub: import findings of the account's own product, where that is
 * switched on; else an explicit refusal of the same, because a policy needs a statement.
 */
export function securityHubStatements({ securityHub }: Pick<Config, 'securityHub'>): readonly Statement[] {
  const resource = 'product/${AWS::AccountId}/default';
  return [
    {
      Sid: 'OwnFindings',
      Effect: securityHub.enabled ? 'Allow' : 'Deny',
      Action: 'securityhub:BatchImportFindings',
      Resource: sub(`arn:\${AWS::Partition}:securityhub:\${AWS::Region}:\${AWS::AccountId}:${resource}`),
    },
  ];
}
