import { afterEach, describe, expect, test, vi } from 'vitest';
import { failureOf } from '#cli/habits/failure-of.ts';
import { failureLine } from '#cli/habits/failure.ts';

afterEach(() => vi.unstubAllEnvs());

/** An error as the SDK throws it: the name of the service's error and its message. */
function ofAws(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: 400 } });
}

/** As the SDK's providers of credentials throw it. */
function ofProvider(message: string): Error {
  return Object.assign(new Error(message), { name: 'CredentialsProviderError', tryNextLink: false });
}

function ofNetwork(code: string): Error {
  const cause = Object.assign(new Error(`connect ${code} 127.0.0.1:9`), { code, syscall: 'connect' });
  return new Error('The state could not be read', { cause });
}

const cases: readonly (readonly [title: string, error: unknown, code: number, line: RegExp])[] = [
  [
    'a session that has expired',
    ofAws('ExpiredTokenException', 'The security token included in the request is expired'),
    3,
    /^The AWS credentials have expired .*Sign in again.*then run this again\.$/,
  ],
  [
    'a session of SSO that has expired',
    ofProvider('The SSO session associated with this profile has expired. To refresh, run aws sso login'),
    3,
    /^The AWS credentials have expired .*aws sso login/,
  ],
  [
    'keys that AWS does not know',
    ofAws('UnrecognizedClientException', 'The security token included in the request is invalid'),
    3,
    /^The AWS credentials have expired/,
  ],
  [
    'no credentials',
    ofProvider('Could not load credentials from any providers'),
    3,
    /^There are no AWS credentials .*--profile/,
  ],
  [
    'no such profile',
    ofProvider('Could not resolve credentials using profile: [nope] in configuration/credentials file(s).'),
    2,
    /^There is no such AWS profile .*list-profiles/,
  ],
  [
    'a profile that asks for a code',
    ofProvider('Profile x requires multi-factor authentication, but no MFA code callback was provided.'),
    3,
    /^The AWS profile asks for a code of a device .*Get a session first/,
  ],
  [
    'no permission',
    ofAws(
      'AccessDeniedException',
      'User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: dynamodb:Query on resource: z',
    ),
    3,
    /^AWS does not permit it .*Use credentials that may do dynamodb:Query\.$/,
  ],
  [
    'nothing deployed there: another Region or stage',
    ofAws(
      'ResourceNotFoundException',
      'Function not found: arn:aws:lambda:eu-west-1:123456789012:function:x',
    ),
    3,
    /^It is not there .*deployed in another Region, or under another --stage\?$/,
  ],
  [
    'a queue that is not there',
    ofAws('QueueDoesNotExist', 'The specified queue does not exist.'),
    3,
    /^It is not there/,
  ],
  ['no Region', new Error('Region is missing'), 2, /^No AWS Region is named .*--region/],
  ['no connection', ofNetwork('ECONNREFUSED'), 3, /^AWS does not answer .*Check the network, the proxy/],
  ['no name server', ofNetwork('ENOTFOUND'), 3, /^AWS does not answer/],
  ['a network that is cut in the middle', ofNetwork('ECONNRESET'), 3, /^AWS does not answer/],
  [
    'throttling that lasts',
    ofAws('ThrottlingException', 'Rate exceeded'),
    3,
    /^AWS answers no more .*run this again in a minute/,
  ],
  [
    'a clock that is off',
    ofAws(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    ),
    3,
    /^The clock of this machine is off .*Set the clock/,
  ],
  [
    'a library that is not installed',
    Object.assign(new Error("Cannot find package 'zod' imported from /x/y.ts"), {
      code: 'ERR_MODULE_NOT_FOUND',
    }),
    2,
    /^A part is not installed: zod\. In a checkout run npm ci/,
  ],
  [
    'no such file',
    Object.assign(new Error('x'), { code: 'ENOENT', path: 'events.json' }),
    2,
    /^events\.json: There is no such file\. Check the path\.$/,
  ],
  [
    'a file that may not be read',
    Object.assign(new Error('x'), { code: 'EACCES', path: 'events.json' }),
    2,
    /^events\.json: It may not be read or written/,
  ],
  [
    'a disk that is full',
    Object.assign(new Error('x'), { code: 'ENOSPC', path: 'report.html' }),
    2,
    /^report\.html: The disk is full/,
  ],
  [
    'a fault of our own',
    new TypeError('x is not a function'),
    3,
    /^TypeError: x is not a function\. .*--verbose/,
  ],
];

describe('what a command throws is said in one line with its remedy', () => {
  test.each(cases)('%s', (_, error, code, line) => {
    const failure = failureOf(error);
    expect(failureLine(failure)).toMatch(line);
    expect(failureLine(failure)).not.toContain('\n');
    expect(failure.exitCode).toBe(code);
  });

  test('also where the error is the cause of another, and where several calls failed', () => {
    const denied = ofAws('AccessDenied', 'not authorized to perform: sqs:ReceiveMessage');
    for (const error of [
      new Error('x', { cause: new Error('y', { cause: denied }) }),
      new AggregateError([denied]),
    ])
      expect(failureLine(failureOf(error))).toMatch(/^AWS does not permit it .*sqs:ReceiveMessage/);
  });

  test('the profile is named where it is known', () => {
    vi.stubEnv('AWS_PROFILE', 'audit');
    expect(failureLine(failureOf(ofAws('ExpiredToken', 'expired')))).toContain(
      'aws sso login --profile audit',
    );
  });
});
