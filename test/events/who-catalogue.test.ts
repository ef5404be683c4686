import { expect, test } from 'vitest';
import { readActor } from '#adapters/cloudtrail/read-actor.ts';
import { CloudTrailRecord } from '#adapters/cloudtrail/cloudtrail-record.ts';
import { howWords, whoWords } from '#domain/announcements/who.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { trigger } from '#test/given/incidents.ts';
import { made } from '#test/given/made-event.ts';
import { readFixture } from '#test/given/recorded-events.ts';

interface Line {
  readonly type: string;
  readonly who: string;
  readonly how: string;
  readonly source: string;
}

function lineOf(record: Record<string, unknown>, source: string): Line | undefined {
  const parsed = CloudTrailRecord.safeParse(record['detail'] ?? record);
  if (!parsed.success) return undefined;
  const actor = readActor(parsed.data);
  const identity = parsed.data.userIdentity as { type?: unknown } | undefined;
  const eventName = String(parsed.data.eventName);
  return {
    type: typeof identity?.type === 'string' ? identity.type : '(none)',
    who: plainText(whoWords(actor, new Map())),
    how: plainText(howWords(trigger({ eventName, actor }))),
    source,
  };
}

const recorded = (): Line[] => {
  const { events } = readFixture('index.json') as { events: { file: string; source: string }[] };
  return events.flatMap(
    ({ file, source }) => lineOf(readFixture(`cases/${file}`), source.split('@')[0] ?? '') ?? [],
  );
};

const session = (arn: string, issuer: object, more: object = {}) => ({
  type: 'AssumedRole',
  principalId: `AROA:${arn.split('/').at(-1) ?? ''}`,
  arn,
  accountId: '111122223333',
  accessKeyId: 'ASIA',
  sessionContext: { sessionIssuer: issuer, attributes: { mfaAuthenticated: 'true' }, ...more },
});
const role = (name: string, who: string) => `arn:aws:sts::111122223333:assumed-role/${name}/${who}`;
const issuer = (userName: string) => ({ type: 'Role', userName });

/** Identity types of the CloudTrail user guide ("userIdentity element"), in shapes without a published example. */
const written: readonly (readonly [what: string, userIdentity: unknown, more?: Record<string, unknown>])[] = [
  [
    'Identity Center',
    session(
      role('AWSReservedSSO_Admin_0123456789abcdef', 'ada@example.org'),
      issuer('AWSReservedSSO_Admin_0123456789abcdef'),
    ),
  ],
  [
    'Identity Center, signed in directly',
    {
      type: 'IdentityCenterUser',
      onBehalfOf: { userId: 'ada', identityStoreArn: 'arn:aws:identitystore::1:identitystore/d-1' },
    },
  ],
  [
    'SAML sign-in',
    { type: 'SAMLUser', principalId: 'x:ada', userName: 'ada@example.org', identityProvider: 'x' },
  ],
  [
    'web identity sign-in',
    {
      type: 'WebIdentityUser',
      principalId: 'x',
      userName: 'repo:org/infra',
      identityProvider: 'token.actions.githubusercontent.com',
    },
  ],
  [
    'role taken through a web identity',
    session(role('ci', 'GitHubActions'), issuer('ci'), {
      webIdFederationData: { federatedProvider: 'token.actions.githubusercontent.com' },
    }),
  ],
  [
    'federated user',
    {
      type: 'FederatedUser',
      principalId: '1:ada',
      arn: 'arn:aws:sts::111122223333:federated-user/ada',
      accountId: '111122223333',
    },
  ],
  ['directory user', { type: 'Directory', userName: 'EXAMPLE\\ada' }],
  ['another account', { type: 'AWSAccount', principalId: 'AIDA', accountId: '999900001111' }],
  [
    'an AWS service',
    { type: 'AWSService', invokedBy: 'organizations.amazonaws.com' },
    { sourceIPAddress: 'organizations.amazonaws.com', userAgent: 'organizations.amazonaws.com' },
  ],
  [
    'CloudFormation for somebody',
    session(role('deploy', 'ada'), issuer('deploy')),
    { userAgent: 'cloudformation.amazonaws.com', sourceIPAddress: 'cloudformation.amazonaws.com' },
  ],
  [
    'Terraform in a pipeline',
    session(role('terraform', 'run-4711'), issuer('terraform')),
    { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0' },
  ],
  [
    'a privileged root session (sts:AssumeRoot; IAM user guide, "Track privileged tasks in CloudTrail")',
    {
      type: 'Root',
      principalId: '111122223333',
      arn: 'arn:aws:iam::111122223333:root',
      accountId: '111122223333',
      accessKeyId: 'ASIAEXAMPLE',
      sessionContext: { attributes: { mfaAuthenticated: 'false' }, assumedRoot: 'true' },
    },
  ],
  [
    'a role used by temporary delegation (IAM user guide, "Temporary delegation")',
    {
      ...session(role('support', 'ticket-1'), issuer('support')),
      invokedByDelegate: { accountId: '444455556666' },
    },
  ],
  [
    'credentials issued to a workload (`inScopeOf`)',
    {
      ...session(role('tidy', 'tidy'), issuer('tidy')),
      inScopeOf: {
        issuerType: 'AWS::Lambda::Function',
        credentialsIssuedTo: 'arn:aws:lambda:eu-west-1:111122223333:function:tidy',
      },
    },
  ],
  ['redacted', { type: 'IAMUser', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS', accountId: '111122223333' }],
  ['a role session without details', { type: 'AssumedRole' }],
  ['nothing at all', undefined],
];

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function table(lines: readonly Line[], last: string): string {
  const rows = lines.map(
    ({ type, who, how, source }) => `| ${[type, who, how, source].map(cell).join(' | ')} |`,
  );
  return [`| identity | Who | How | ${last} |`, '| --- | --- | --- | --- |', ...new Set(rows)].join('\n');
}

test('docs/who.md shows the words for every identity: those of recorded events first', async () => {
  const real = recorded();
  const other = written.flatMap(
    ([what, userIdentity, more]) =>
      lineOf(made('cloudtrail', 'StopLogging', { userIdentity, ...more }), what) ?? [],
  );
  expect(other).toHaveLength(written.length);
  expect(new Set(real.map(({ type }) => type)).size).toBeGreaterThanOrEqual(5);
  const text = `# Who did it, in words

How the people and services behind a call are named in messages and tickets. A test writes this page from the fixtures;
account names are left out here.

## Recorded events

${table(real, 'recorded by')}

## Shapes that nobody has published

Written after the CloudTrail user guide, "CloudTrail userIdentity element".

${table(other, 'what it is')}
`;
  await expect(text).toMatchFileSnapshot('../../docs/who.md');
});
