import type { SecretName } from '#config/values.ts';
import { GetParameterError } from '@aws-lambda-powertools/parameters/errors';
import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import { getParameter } from '@aws-lambda-powertools/parameters/ssm';
import { SecretMissing, type Secret } from '#ports/secret.ts';

/** How long a secret is cached, in seconds. */
const maxAge = 300;

/** Errors of SSM and Secrets Manager that last until a person acts (API references of GetParameter, GetSecretValue). */
const lasting = new Set([
  'ParameterNotFound',
  'ParameterVersionNotFound',
  'InvalidKeyId',
  'ResourceNotFoundException',
  'DecryptionFailure',
  'InvalidRequestException',
  'AccessDeniedException',
]);

/** A secret of SSM's Parameter Store or of Secrets Manager, by its name. */
export function secret({ store, name }: SecretName): Secret {
  const missing = (why: string, cause?: unknown) =>
    new SecretMissing(
      `The secret ${name} (${store}) ${why}; store it there, its name is in config.json`,
      cause === undefined ? undefined : { cause },
    );
  return async (anew = false) => {
    const options = { maxAge, forceFetch: anew };
    try {
      const value =
        store === 'ssm'
          ? await getParameter(name, { decrypt: true, ...options })
          : await getSecret(name, options);
      if (typeof value !== 'string' || value === '') throw missing('is missing or empty');
      return value;
    } catch (error) {
      const cause = error instanceof GetParameterError ? error.cause : undefined;
      if (cause instanceof Error && lasting.has(cause.name))
        throw missing(`cannot be read (${cause.name})`, error);
      throw error;
    }
  };
}
