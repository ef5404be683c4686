import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CreatePolicyVersionCommand, IAMClient, SetDefaultPolicyVersionCommand } from '@aws-sdk/client-iam';
import { ImportKeyMaterialCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  AcceptHandshakeCommand,
  InviteAccountToOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '#simulators/organization/world.ts';
import { nextAttempt } from '#simulators/organization/delivery.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { justDelivered } from './just-delivered.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { arnOf, home, mallory } from './worlds.ts';

const central = '123456789012';
const [management, shop, bank, alone, guest, till] = [
  '480000000001',
  '480000000002',
  '480000000003',
  '480000000004',
  '480000000005',
  '480000000006',
];
const key = `arn:aws:kms:${home}:${shop}:key/11111111-2222-3333-4444-555555555555`;
const tillKey = `arn:aws:kms:${home}:${till}:key/66666666-7777-8888-9999-000000000000`;
const policyArn = `arn:aws:iam::${bank}:policy/deliver`;
const channel = `arn:aws:cloudtrail:${home}:${alone}:channel/aws-service-channel/cloudwatch/rule-1`;
const own = (accountId: string, more: object = {}) => ({
  name: 'main',
  accountId,
  homeRegion: home,
  multiRegion: true,
  bucket: `logs-of-${accountId}`,
  logFileValidation: false,
  ...more,
});
const trails = [
  own(management),
  own(shop, { kmsKeyId: key }),
  own(bank, {
    logGroupArn: `arn:aws:logs:${home}:${bank}:log-group:trail:*`,
    logsRoleArn: `arn:aws:iam::${bank}:role/delivery`,
  }),
  own(guest, { logging: false }),
  own(till, { kmsKeyId: tillKey }),
];
const named = {
  [central]: 'security',
  [management]: 'management',
  [shop]: 'shop',
  [bank]: 'bank',
  [alone]: 'alone',
  [till]: 'till',
};
const world: World = {
  organization: {
    id: 'o-exampleorg',
    managementAccountId: management,
    delegatedAdministrators: { 'cloudtrail.amazonaws.com': [central] },
  },
  regions: ['us-east-1', home],
  accounts: [
    ...Object.entries(named).map(([id, name]) => ({ id, name })),
    { id: guest, name: 'guest', member: false },
  ],
  trails: [...trails, own(central)],
  buckets: [...trails, own(central)].map(({ bucket: name, accountId }) => ({
    name,
    accountId,
    region: home,
  })),
  keys: [{ arn: key }, { arn: tillKey }],
  roles: [
    { accountId: bank, name: 'delivery', attached: [policyArn] },
    { accountId: bank, name: 'admin', attached: [`arn:aws:iam::${bank}:policy/other`] },
  ],
  channels: [
    {
      arn: channel,
      advancedSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
    },
  ],
};

let stage: Stage;
beforeAll(async () => {
  const organization = { mode: 'organization', id: 'o-exampleorg', management_account_id: management };
  const cloudtrails = { enabled: true, 'ddb.table_name': 'hammer-cloudtrails', reporting: true };
  stage = await startStage({ world, documents: { config: { organization, cloudtrails } } });
  await stage.sweep();
  await stage.later();
  await stage.cloud.invoke('sweep', { task: 'accept-baseline' });
  await stage.later();
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

function by(account: string, region = 'us-east-1') {
  const credentials = stage.organization.credentials({ accountId: account, identity: mallory });
  return { region, endpoint: stage.cloud.endpoint, credentials, maxAttempts: 1 };
}

/** All messages and thread replies that `deed` led to within `milliseconds`, with how many seconds each took. */
async function hear(deed: () => unknown, milliseconds = 60_000) {
  const from = stage.cloud.clock.now();
  await deed();
  await stage.later(milliseconds);
  const since = stage.slack
    .channel('cloudtrail')
    .messages.filter(({ ts }) => Number(ts) * 1000 >= from)
    .map((message) => ({
      seconds: (Number(message.ts) * 1000 - from) / 1000,
      isReply: message.threadTs !== undefined,
      text: renderMessage(message, { width: 500 }),
    }));
  return since;
}
const first = (heard: Awaited<ReturnType<typeof hear>>) => heard.filter(({ isReply }) => !isReply);

describe('imported key material that expires', () => {
  it('is told within seconds, by AWS itself and with the key, before a delivery fails', async () => {
    await justDelivered(stage, shop);
    const [message, ...more] = first(await hear(() => stage.organization.faults.expireKeyMaterial(key)));
    expect(more).toEqual([]);
    expect(message?.seconds).toBeLessThan(60);
    for (const word of ['HIGH', `shop (${shop})`, 'PendingImport', 'AWS itself', key])
      expect(message?.text).toContain(word);
    expect(stage.tickets(shop)).toHaveLength(1);
  });

  it('is over when it is imported again', async () => {
    await new KMSClient(by(shop, home)).send(
      new ImportKeyMaterialCommand({
        KeyId: key,
        ImportToken: new Uint8Array(1),
        EncryptedKeyMaterial: new Uint8Array(1),
      }),
    );
    await stage.watchUntilOver(shop);
    expect(stage.tickets(shop)).toMatchObject([{ status: 'Done' }]);
  });
});

describe('a key that fails for a minute in which another Region delivers', () => {
  const failing = { error: 'KMS.KMSInvalidStateException', regions: ['us-east-1'] };
  const importAgain = () =>
    new KMSClient(by(till, home)).send(
      new ImportKeyMaterialCommand({
        KeyId: tillKey,
        ImportToken: new Uint8Array(1),
        EncryptedKeyMaterial: new Uint8Array(1),
      }),
    );
  const minute = async (meanwhile: () => void = () => undefined) => {
    const now = stage.cloud.clock.now();
    const attempt = nextAttempt({ arn: arnOf(till) }, { account: till, region: 'us-east-1' }, now + 60_000);
    await stage.later(attempt - now - 30_000);
    stage.organization.faults.expireKeyMaterial(tillKey);
    await stage.later(45_000);
    meanwhile();
    // The event of the repair would have us-east-1 looked at while the key is still open: this one is lost.
    stage.organization.faults.cutEvents(true);
    await importAgain();
    stage.organization.faults.cutEvents(false);
    await stage.watch(16);
  };
  const errorsIn = async (region: string) =>
    (await stage.items(till)).find(({ issue_id }) => issue_id === region)?.findings;

  it('is one incident with one ticket, which is over with the repair and stays so', async () => {
    const [message, ...more] = first(await hear(minute, 0));
    expect(more).toEqual([]);
    expect(message?.text).toContain('RESOLVED');
    expect(message?.text.match(/↳.*Resolved/g)).toHaveLength(1);
    expect(message?.text).not.toContain('It is back');
    expect(stage.tickets(till)).toMatchObject([{ status: 'Done' }]);
    expect(Object.keys((await errorsIn('us-east-1')) ?? {})).toEqual([`s3-delivery-failing#${arnOf(till)}`]);
  });

  it('is told once more when the next delivery fails after the repair', async () => {
    const heard = await hear(
      () => minute(() => stage.organization.faults.deliveryErrors(arnOf(till), { s3: failing })),
      0,
    );
    const [repaired, still, ...more] = first(heard);
    expect(more).toEqual([]);
    expect(repaired?.text).toContain('RESOLVED');
    expect(still?.text).toContain('KMS.KMSInvalidStateException');
    expect(still?.text).not.toContain('RESOLVED');
    stage.organization.faults.deliveryErrors(arnOf(till), {});
    await stage.watchUntilOver(till);
    expect(stage.tickets(till).map(({ status }) => status)).toEqual(['Done', 'Done', 'Done']);
  });
});

describe('the default version of a managed policy', () => {
  const spoil = () =>
    stage.organization.faults.deliveryErrors(arnOf(bank), { cloudWatchLogs: 'AccessDenied' });
  const version = (PolicyArn: string, VersionId = 'v2') =>
    new IAMClient(by(bank)).send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId }));

  it('that no delivery role has asks for no look', async () => {
    const looks = stage.looksAt(bank);
    await version(`arn:aws:iam::${bank}:policy/other`);
    await stage.later(60_000);
    expect(stage.looksAt(bank)).toBe(looks);
  });

  it('that the delivery role of a trail has is told once CloudTrail has failed, with who changed it', async () => {
    const heard = await hear(async () => {
      spoil();
      await version(policyArn);
    }, 16 * 60_000);
    const [message, ...more] = first(heard);
    expect(more).toEqual([]);
    // CloudTrail tries every five minutes, and it is looked at five minutes after the call.
    expect(message?.seconds).toBeLessThan(390);
    for (const word of ['MEDIUM', `bank (${bank})`, 'SetDefaultPolicyVersion', 'mallory'])
      expect(message?.text).toContain(word);
  });

  it('that lets it deliver again ends it', async () => {
    stage.organization.faults.deliveryErrors(arnOf(bank), {});
    await new IAMClient(by(bank)).send(
      new CreatePolicyVersionCommand({ PolicyArn: policyArn, PolicyDocument: '{}', SetAsDefault: true }),
    );
    await stage.watchUntilOver(bank);
    expect(stage.tickets(bank)).toMatchObject([{ status: 'Done' }]);
  });
});

describe('an account that CloudWatch alone records', () => {
  it('is told as high, with what is recorded and that real time hears nothing', () => {
    const [message = '', ...more] = stage.messages(alone);
    expect(more).toEqual([]);
    for (const word of ['HIGH', 'CloudWatch records all writes', 'real-time detection, hears none of them'])
      expect(message).toContain(word);
  });

  it('becomes critical within two minutes when its channel goes, which no event tells', async () => {
    stage.organization.faults.endTelemetry(alone);
    await stage.watch(2);
    const [message = '', ...more] = stage.messages(alone);
    expect(more).toEqual([]);
    expect(message).toContain('It got worse. CRITICAL: there is no CloudTrail trail in alone');
    expect(message).toContain('(also sent to the channel)');
  });
});

describe('an account that joins by invitation', () => {
  const organizations = (account: string) => new OrganizationsClient(by(account));

  it('is looked at within seconds, and what does not record there is told', async () => {
    expect(stage.messages(guest)).toEqual([]);
    const Target = { Id: guest, Type: 'ACCOUNT' as const };
    await organizations(management).send(new InviteAccountToOrganizationCommand({ Target }));
    const heard = await hear(() =>
      organizations(guest).send(new AcceptHandshakeCommand({ HandshakeId: `h-${guest}` })),
    );
    const [message, ...more] = first(heard);
    expect(more).toEqual([]);
    expect(message?.seconds).toBeLessThan(60);
    for (const word of ['CRITICAL', guest]) expect(message?.text).toContain(word);
  });

  it('is one of the sweep from then on', async () => {
    const looks = stage.looksAt(guest);
    await stage.sweep();
    await stage.later();
    expect(stage.looksAt(guest)).toBeGreaterThan(looks);
  });

  it('and accepts the invitation of another organization is out of scope, not repaired', async () => {
    await organizations(guest).send(new AcceptHandshakeCommand({ HandshakeId: 'h-elsewhere1' }));
    await stage.sweep();
    await stage.later();
    await stage.reconcile();
    await stage.later();
    expect(new Set((await stage.items(guest)).map(({ status }) => status))).toEqual(new Set(['closed']));
    expect(stage.messages(guest)[0]).not.toContain('RESOLVED');
  });
});

describe('the bucket of an organization trail whose accounts the configuration lists', () => {
  let listed: Stage;
  const bucket = 'all-logs';
  const organizationTrail = {
    ...own(management, { name: 'organization', organization: true, bucket }),
  };
  beforeAll(async () => {
    listed = await startStage({
      world: {
        ...world,
        accounts: world.accounts.filter(({ id }) => id !== guest),
        trails: [organizationTrail],
        buckets: [{ name: bucket, accountId: management, region: home }],
        channels: [],
      },
    });
    await listed.sweep();
    await listed.later();
  });
  afterAll(() => listed.stop());

  const root = `arn:aws:s3:::${bucket}`;
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const allow = (folders: readonly string[]) => [
    { Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: root },
    {
      Effect: 'Allow',
      Principal,
      Action: 's3:PutObject',
      Resource: folders.map((folder) => `${root}/AWSLogs/${folder}/*`),
    },
  ];
  const put = (...Statement: readonly object[]) =>
    listed.s3(management).send(
      new PutBucketPolicyCommand({
        Bucket: bucket,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );

  it('is judged without an id in the configuration: one member that is shut out is told', async () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `${root}/AWSLogs/o-exampleorg/${shop}/*`,
    };
    await justDelivered(listed, management, 'organization');
    await put(...allow([management, 'o-exampleorg']), deny);
    // Members are looked at twenty seconds after the owner, and edits wait for each other.
    await listed.later(120_000);
    expect(listed.messages(shop)[0]).toContain('HIGH: CloudTrail deliveries will fail in 2 accounts');
    await put(...allow([management, 'o-exampleorg']));
    await listed.watchUntilOver();
  });

  it('that lacks the folder of the organization is told, and over with the folder', async () => {
    await put(...allow([management]));
    await listed.later(120_000);
    expect((await listed.items()).filter(({ status }) => status === 'open').length).toBeGreaterThan(2);
    await put(...allow([management, 'o-exampleorg']));
    await listed.watchUntilOver();
    expect((await listed.items()).filter(({ status }) => status === 'open')).toEqual([]);
  });

  it('and calls nothing that is not simulated', () => {
    expect(listed.organization.unknownOperations).toEqual([]);
  });
});

it('every call of these stories is simulated, and nothing ends in a dead-letter queue', async () => {
  await stage.cloudTrail(shop).send(new StopLoggingCommand({ Name: 'main' }));
  expect(stage.organization.unknownOperations).toEqual([]);
  expect(await stage.deadLetters()).toEqual([]);
});
