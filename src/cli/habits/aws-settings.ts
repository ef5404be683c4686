import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** The options by which a command asks AWS, as the AWS CLI has them. */
interface AwsOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;

/**
 * The variables by which the SDK finds what the AWS CLI would: a profile that is named wins over keys, keys win over
 * AWS_PROFILE, and AWS_DEFAULT_REGION counts (AWS CLI user guide, precedence).
 */
export function awsEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  { profile, region }: AwsOptions,
): Readonly<Record<string, string>> {
  const set = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const hasKeys =
    profile === undefined &&
    set('AWS_ACCESS_KEY_ID') !== undefined &&
    set('AWS_SECRET_ACCESS_KEY') !== undefined;
  const own = hasKeys ? keys.map((key) => [key, set(key)] as const) : [];
  const all = [
    ...own,
    [
      'AWS_PROFILE',
      hasKeys ? undefined : (profile ?? set('AWS_PROFILE') ?? set('AWS_DEFAULT_PROFILE')),
    ] as const,
    ['AWS_REGION', region ?? set('AWS_REGION') ?? set('AWS_DEFAULT_REGION')] as const,
  ];
  return Object.fromEntries(
    all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

/** Puts the options of a command into the environment of this process, before a client is made. */
export function useAwsSettings(command: CommandUnknownOpts): void {
  // Both options are texts wherever a command has them.
  const { profile, region } = command.opts() as AwsOptions;
  const wanted = awsEnvironment(process.env, { profile, region });
  for (const name of [...keys, 'AWS_PROFILE', 'AWS_REGION']) {
    const value = wanted[name];
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}
