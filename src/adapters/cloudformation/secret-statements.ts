import type { SecretName } from '#config/values.ts';
import { sub } from './template.ts';

const actions = { ssm: 'ssm:GetParameter', secretsmanager: 'secretsmanager:GetSecretValue' } as const;

/** The leave to read exactly these secrets, each from where it is kept. */
export function secretStatements(secrets: readonly SecretName[]) {
  return secrets.map((secret) => ({
    Effect: 'Allow' as const,
    Action: actions[secret.store],
    Resource: arnOf(secret),
  }));
}

function arnOf({ store, name }: SecretName) {
  if (name.startsWith('arn:')) return name;
  // Secrets Manager adds a dash and six characters of its own to the name.
  const resource = store === 'ssm' ? `parameter/${name.replace(/^\//, '')}` : `secret:${name}-??????`;
  return sub(`arn:\${AWS::Partition}:${store}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
}
