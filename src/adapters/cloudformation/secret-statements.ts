import type { SecretName } from '#config/values.ts';
import { sub } from './template.ts';

const actions = { ssm: 'ssm:GetParameter', secretsmanager: 'secretsmanager:GetSecretValue' } as const;

/** Statements that allow reading exactly these secrets, each from its store. */
export function secretStatements(secrets: readonly SecretName[]) {
  return secrets.map((secret) => ({
    Effect: 'Allow' as const,
    Action: actions[secret.store],
    Resource: arnOf(secret),
  }));
}

function arnOf({ store, name }: SecretName) {
  if (name.startsWith('arn:')) return name;
  // Secrets Manager appends a dash and six random characters to the name.
  const resource = store === 'ssm' ? `parameter/${name.replace(/^\//, '')}` : `secret:${name}-??????`;
  return sub(`arn:\${AWS::Partition}:${store}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
}
