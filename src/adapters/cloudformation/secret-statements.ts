import type { SecretName } from '#config/values.ts';
import { dependencyId } from '#domain/facts/dependency.ts';
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

/** The names of the secrets, by which calls on them are recognised. */
export function secretNames(secrets: readonly SecretName[]): readonly string[] {
  return secrets.map(({ store, name }) => dependencyId('secret', store === 'ssm' ? asPath(name) : name));
}

/** Parameter names are recorded as they were asked for: those in a path begin with a slash. */
function asPath(name: string): string {
  return name.includes('/') && !name.startsWith('arn:') ? `/${name.replace(/^\//, '')}` : name;
}

function arnOf({ store, name }: SecretName) {
  if (name.startsWith('arn:')) return name;
  // Secrets Manager appends a dash and six random characters to the name.
  const resource = store === 'ssm' ? `parameter/${name.replace(/^\//, '')}` : `secret:${name}-??????`;
  return sub(`arn:\${AWS::Partition}:${store}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
}
