import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { StandInStack } from './cloudformation.ts';
import { cloudFormationStandIn } from './cloudformation.ts';

const stack = 'trailwarden-prod';
const region = 'eu-west-1';
const issuesTable = 'hammer-cloudtrails';

let stacks: Map<string, StandInStack>;
let aws: Awaited<ReturnType<typeof cloudFormationStandIn>>;
let dynamoDb: DynamoDBClient;
let credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };

beforeEach(async () => {
  stacks = new Map();
  aws = await cloudFormationStandIn(stacks);
  // DynamoDB Local keeps one database per access key; it takes letters and digits only.
  credentials = { accessKeyId: `TEST${crypto.randomUUID().replaceAll('-', '')}`, secretAccessKey: 'unused' };
  dynamoDb = new DynamoDBClient({ region, endpoint: inject('dynamoDb'), credentials });
});
afterEach(() => {
  aws.stop();
  dynamoDb.destroy();
});

class FrameworkError extends Error {}
type Resources = Record<string, { readonly Properties: Readonly<Record<string, unknown>> }>;
type Plugin = new (
  serverless: object,
  options: object,
  tools: object,
) => { readonly hooks: Readonly<Record<string, () => Promise<void>>> };

/** The framework's life cycle as the plugin sees it: these hooks, one after the other. Answers what was said. */
async function run(hooks: readonly string[], resources: Resources = template(), options: object = {}) {
  const url: string = new URL('../../config/cloud/way-back.js', import.meta.url).href;
  const { default: WayBack } = (await import(url)) as { default: Plugin };
  const said: string[] = [];
  const settings = { region, credentials, endpoint: undefined };
  const serverless = {
    classes: { Error: FrameworkError },
    service: {
      custom: { names: { table: issuesTable } },
      provider: { compiledCloudFormationTemplate: { Resources: resources } },
    },
    getProvider: () => ({
      naming: { getStackName: () => stack },
      getRegion: () => region,
      getStage: () => 'prod',
      getAwsSdkV3Config: async () => settings,
    }),
  };
  process.env['AWS_ENDPOINT_URL_CLOUDFORMATION'] = aws.endpoint;
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = inject('dynamoDb');
  try {
    const plugin = new WayBack(serverless, options, { log: { notice: (words: string) => said.push(words) } });
    for (const hook of hooks) await plugin.hooks[hook]!();
  } finally {
    delete process.env['AWS_ENDPOINT_URL_CLOUDFORMATION'];
    delete process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  }
  return said;
}

const table = () => ({ Properties: { DeletionProtectionEnabled: true, BillingMode: 'PAY_PER_REQUEST' } });
const template = (): Resources => ({ IssuesTable: table(), StateTable: table() });
const protections = (resources: Resources) =>
  Object.values(resources).map(({ Properties }) => Properties['DeletionProtectionEnabled']);
const deploying = 'before:deploy:deploy';
const deployed = 'after:aws:deploy:deploy:updateStack';

async function makeTable(
  TableName: string,
  keys: readonly [string, string],
  more: Partial<CreateTableCommandInput> = {},
) {
  const [hash, range] = keys;
  await dynamoDb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' },
        { AttributeName: range, KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      ...more,
    }),
  );
}
const makeIssues = (more: Partial<CreateTableCommandInput> = {}) =>
  makeTable(issuesTable, ['account_id', 'issue_id'], more);
const makeState = (name: string) => makeTable(name, ['pk', 'sk'], { DeletionProtectionEnabled: true });
const isProtected = async (TableName: string) =>
  (await dynamoDb.send(new DescribeTableCommand({ TableName }))).Table?.DeletionProtectionEnabled;
const empty = (status: string): StandInStack => ({ status, template: { Resources: {} }, resources: {} });
const actions = () =>
  aws.calls.map(({ action }) => action).filter((action) => !action.startsWith('Describe'));

describe('the first deploy', () => {
  test('makes tables that CloudFormation can take away again when it fails, and protects them when it has succeeded', async () => {
    const resources = template();
    await run([deploying], resources);
    expect(protections(resources)).toEqual([false, false]);

    await makeIssues();
    await makeTable(`${stack}-StateTable-1`, ['pk', 'sk']);
    stacks.set(stack, {
      ...empty('UPDATE_COMPLETE'),
      resources: { IssuesTable: issuesTable, StateTable: `${stack}-StateTable-1` },
    });
    await run([deployed]);
    expect([await isProtected(issuesTable), await isProtected(`${stack}-StateTable-1`)]).toEqual([
      true,
      true,
    ]);

    const second = template();
    await run([deploying, deployed], second);
    expect(protections(second)).toEqual([true, true]);
  });

  test('after one whose stack could not even be made begins anew by itself', async () => {
    stacks.set(stack, empty('ROLLBACK_COMPLETE'));
    expect(await run([deploying])).toEqual([`The stack ${stack}, whose creation had failed, was deleted.`]);
    expect(actions()).toEqual(['DeleteStack']);
    expect(stacks.size).toBe(0);
  });

  test.each([
    ['ROLLBACK_FAILED', `aws cloudformation delete-stack --stack-name ${stack} --region ${region}`],
    ['DELETE_FAILED', `aws cloudformation delete-stack --stack-name ${stack} --region ${region}`],
    ['REVIEW_IN_PROGRESS', `aws cloudformation delete-stack --stack-name ${stack} --region ${region}`],
    [
      'UPDATE_ROLLBACK_FAILED',
      `aws cloudformation continue-update-rollback --stack-name ${stack} --region ${region}`,
    ],
    ['UPDATE_IN_PROGRESS', 'Wait until it has ended, then try again.'],
  ])(
    'into a stack in the state %s is refused in one line that ends in what to do',
    async (status, remedy) => {
      stacks.set(stack, empty(status));
      const error: unknown = await run([deploying]).catch((one: unknown) => one);
      expect(error).toBeInstanceOf(FrameworkError);
      const { message } = error as Error;
      expect(message).toMatch(new RegExp(`^The stack ${stack} is in the state ${status}; [^\\n]*$`));
      expect(message.endsWith(remedy)).toBe(true);
      expect(actions()).toEqual([]);
    },
  );
});

describe('a deploy that would meet a table that was left', () => {
  const refused = new RegExp(
    `^The table ${issuesTable} is there already, and the stack ${stack} does not hold it: [^\\n]*: npx serverless adopt --stage prod$`,
  );

  test('is refused in one line before anything is made', async () => {
    await makeIssues();
    await expect(run([deploying])).rejects.toThrow(refused);
    expect(actions()).toEqual([]);
  });

  test('is refused, too, when a failed deploy left it, which CloudFormation still lists', async () => {
    await makeIssues();
    stacks.set(stack, { ...empty('UPDATE_ROLLBACK_COMPLETE'), resources: { IssuesTable: 'gone-table' } });
    await expect(run([deploying])).rejects.toThrow(refused);
  });
});

describe('serverless adopt', () => {
  const imports = () => {
    const { asked = {} } = aws.calls.find(({ action }) => action === 'CreateChangeSet') ?? {};
    return {
      type: asked['ChangeSetType'],
      body: JSON.parse(asked['TemplateBody'] ?? '{}') as StandInStack['template'],
    };
  };
  const properties = (id: string) =>
    (imports().body.Resources[id] as { readonly Properties: Readonly<Record<string, unknown>> }).Properties;

  test('after a removal takes both tables over as they are, and the next deploy goes through', async () => {
    const state = `${stack}-StateTable-ABC123`;
    await makeIssues({
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    await makeState(state);
    await dynamoDb.send(
      new UpdateTimeToLiveCommand({
        TableName: state,
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      }),
    );
    expect(await run(['adopt:tables'])).toEqual([
      `The stack ${stack} now holds ${issuesTable} and ${state}. Deploy again.`,
    ]);
    expect(imports().type).toBe('IMPORT');
    // What is on already has to stand there: DynamoDB refuses to turn a stream or a time to live on twice.
    expect(properties('IssuesTable')).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect(properties('StateTable')).toMatchObject({
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
    expect(stacks.get(stack)?.resources).toEqual({ IssuesTable: issuesTable, StateTable: state });

    const next = template();
    expect(await run([deploying], next)).toEqual([]);
    expect(protections(next)).toEqual([true, true]);
  });

  test("takes Hammer's table over, with the capacity that it has", async () => {
    const ProvisionedThroughput = { ReadCapacityUnits: 25, WriteCapacityUnits: 5 };
    await makeIssues({ BillingMode: 'PROVISIONED', ProvisionedThroughput });
    expect(await run(['adopt:tables'])).toEqual([
      `The stack ${stack} now holds ${issuesTable}. Deploy again.`,
    ]);
    expect(properties('IssuesTable')).toMatchObject({ BillingMode: 'PROVISIONED', ProvisionedThroughput });
    expect(properties('IssuesTable')).not.toHaveProperty('StreamSpecification');
  });

  test('leaves what the stack holds already as it is', async () => {
    const Bucket = { Type: 'AWS::S3::Bucket' };
    await makeIssues();
    stacks.set(stack, {
      status: 'UPDATE_ROLLBACK_COMPLETE',
      template: { Resources: { Bucket } },
      resources: {},
    });
    await run(['adopt:tables']);
    expect(imports().body.Resources).toMatchObject({ Bucket, IssuesTable: {} });
    expect(Object.keys(imports().body)).toEqual(['Resources']);
  });

  test('of several state tables asks for the one to take, in one line', async () => {
    const [old, last] = [`${stack}-StateTable-A`, `${stack}-StateTable-B`];
    await makeState(old);
    await makeState(last);
    await makeState('trailwarden-dev-StateTable-C');
    await expect(run(['adopt:tables'])).rejects.toThrow(
      `--state-table: found nothing; expected one of the state tables that were left: ${old}, ${last}. Name the one that was in use last.`,
    );
    await run(['adopt:tables'], template(), { 'state-table': last });
    expect(stacks.get(stack)?.resources).toEqual({ StateTable: last });
  });

  test('refuses a table of somebody else', async () => {
    await makeTable(issuesTable, ['id', 'at']);
    await expect(run(['adopt:tables'])).rejects.toThrow(
      /^The table hammer-cloudtrails: found the key id, at; expected account_id, issue_id\. [^\n]*$/,
    );
    expect(actions()).toEqual([]);
  });

  test('says why CloudFormation does not take the tables over, and leaves no empty stack behind', async () => {
    await makeIssues();
    aws.stop();
    aws = await cloudFormationStandIn(stacks, 'hammer-cloudtrails already exists in stack hammer');
    await expect(run(['adopt:tables'])).rejects.toThrow(
      `The tables could not be taken over into the stack ${stack}: hammer-cloudtrails already exists in stack hammer`,
    );
    expect(actions()).toEqual(['CreateChangeSet', 'DeleteStack']);
  });

  test('says so when nothing was left', async () => {
    expect(await run(['adopt:tables'])).toEqual([
      `There is nothing to take over: no table was left outside of the stack ${stack}.`,
    ]);
  });
});
