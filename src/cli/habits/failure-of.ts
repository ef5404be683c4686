import { Refusal } from '#adapters/cloudformation/refusal.ts';
import { ConfigError } from '#config/fault.ts';
import { awsTrouble, type AwsTrouble } from '#adapters/aws/trouble.ts';
import { Failure } from './failure.ts';

const signIn = (profile: string): string =>
  profile === ''
    ? 'Sign in again, as with aws sso login'
    : `Sign in again: aws sso login --profile ${profile}`;

const remedies: Readonly<Record<AwsTrouble['kind'], (trouble: AwsTrouble, profile: string) => string>> = {
  expired: (_, profile) => `${signIn(profile)}; then run this again.`,
  'no-credentials': (_, profile) =>
    profile === ''
      ? 'Name a profile with --profile, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
      : `Is there a profile ${profile}? aws configure list-profiles lists those that there are.`,
  'no-profile': () => 'aws configure list-profiles lists those that there are.',
  mfa: () =>
    'Get a session first (aws sts get-session-token, or aws sso login) and use it; the code is not asked for here.',
  denied: ({ operation }) =>
    operation === undefined ? 'Use credentials that may do it.' : `Use credentials that may do ${operation}.`,
  'no-network': () => 'Check the network, the proxy and AWS_ENDPOINT_URL; then run this again.',
  'no-region': () => 'Name it with --region, or set AWS_REGION.',
  'wrong-region': () => 'Is it deployed in another Region, or under another --stage?',
  throttled: () => 'AWS is asked by too many at once: run this again in a minute.',
  skewed: () => 'Set the clock of this machine.',
};

const titles: Readonly<Record<AwsTrouble['kind'], string>> = {
  expired: 'The AWS credentials have expired',
  'no-credentials': 'There are no AWS credentials',
  'no-profile': 'There is no such AWS profile',
  mfa: 'The AWS profile asks for a code of a device',
  denied: 'AWS does not permit it',
  'no-network': 'AWS does not answer',
  'no-region': 'No AWS Region is named',
  'wrong-region': 'It is not there',
  throttled: 'AWS answers no more',
  skewed: 'The clock of this machine is off',
};

function ofAws(error: unknown): Failure | undefined {
  const trouble = awsTrouble(error);
  if (trouble === undefined) return undefined;
  const profile = process.env['AWS_PROFILE'] ?? '';
  const detail = trouble.detail === '' ? '' : ` (${trouble.detail})`;
  const remedy = remedies[trouble.kind](trouble, profile);
  const exitCode = trouble.kind === 'no-region' || trouble.kind === 'no-profile' ? 2 : 3;
  return new Failure({ what: `${titles[trouble.kind]}${detail}`, remedy, exitCode }, error);
}

const fileFaults: Readonly<Record<string, readonly [string, string]>> = {
  ENOENT: ['There is no such file', 'Check the path.'],
  ENOTDIR: ['A part of the path is a file', 'Check the path.'],
  EISDIR: ['This is a directory, and a file is needed', 'Name the file in it.'],
  EACCES: ['It may not be read or written', 'Check its permissions.'],
  EPERM: ['It may not be read or written', 'Check its permissions.'],
  ENOSPC: ['The disk is full', 'Make room, and run this again.'],
};

function ofFiles(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  if (error.code === 'ERR_MODULE_NOT_FOUND') {
    const missing = /'([^']+)'/.exec(error.message)?.[1] ?? '';
    const remedy = 'In a checkout run npm ci; else install the tool again.';
    return new Failure({ what: `A part is not installed: ${missing}`, remedy, exitCode: 2 }, error);
  }
  const known = fileFaults[error.code];
  if (known === undefined || !('path' in error)) return undefined;
  const [what, remedy] = known;
  return new Failure({ what: `${String(error.path)}: ${what}`, remedy, exitCode: 2 }, error);
}

/** Whatever a command threw as one line with its remedy; what is not known is a fault of Trailwarden itself. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof ConfigError || error instanceof Refusal)
    return new Failure({ what: error.message, remedy: '', exitCode: 2 }, error);
  // Thrown for a number that is out of range, with the remedy in it.
  if (error instanceof RangeError)
    return new Failure({ what: error.message, remedy: '', exitCode: 2 }, error);
  const known = ofAws(error) ?? ofFiles(error);
  if (known) return known;
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const remedy = 'This is not expected; --verbose shows where it happened.';
  return new Failure({ what: words.slice(0, 500), remedy, exitCode: 3 }, error);
}
