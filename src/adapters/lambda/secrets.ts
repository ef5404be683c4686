import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import { getParameter } from '@aws-lambda-powertools/parameters/ssm';

/** The store and name of a secret; the value itself is never configured. */
export interface SecretName {
  readonly store: 'ssm' | 'secretsmanager';
  readonly name: string;
}

/** How long a secret is cached, in seconds. */
const maxAge = 300;

/** Reads a secret by name, at most once in five minutes; throws an error with its name when it is missing or empty. */
export function secret({ store, name }: SecretName): () => Promise<string> {
  return async () => {
    const value =
      store === 'ssm'
        ? await getParameter(name, { decrypt: true, maxAge })
        : await getSecret(name, { maxAge });
    if (typeof value !== 'string' || value === '') {
      throw new Error(
        `The secret ${name} (${store}) is missing or empty; store it there, its name is in config.json`,
      );
    }
    return value;
  };
}
