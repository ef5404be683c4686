import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { adoptTables } from '#adapters/cloudformation/adopt-tables.ts';
import { clearStack } from '#adapters/cloudformation/stack-status.ts';
import { strayTables } from '#adapters/cloudformation/stray-tables.ts';
import { protectTables, withoutEarlyProtection } from '#adapters/cloudformation/table-protection.ts';

const adopt = {
  usage: 'Takes the tables that a removed stack, a failed deploy or Hammer left into the stack',
  lifecycleEvents: ['tables'],
  options: { 'state-table': { usage: 'Which state table, where several were left', type: 'string' } },
};

async function accessOf(serverless) {
  const provider = serverless.getProvider('aws');
  const settings = await provider.getAwsSdkV3Config();
  return {
    cloudFormation: new CloudFormationClient(settings),
    dynamoDb: new DynamoDBClient(settings),
    region: provider.getRegion(),
    stack: provider.naming.getStackName(),
    issuesTable: serverless.service.custom.names.table,
    pollSeconds: 2,
  };
}

async function beforeDeploy(serverless, say) {
  const access = await accessOf(serverless);
  const found = await clearStack(access);
  if (found === 'deleted') say(`The stack ${access.stack}, whose creation had failed, was deleted.`);
  const { IssuesTable } = await strayTables(access);
  if (IssuesTable.length > 0)
    throw new serverless.classes.Error(
      `The table ${IssuesTable[0]} is there already, and the stack ${access.stack} does not hold it: a removed stack, a failed deploy or Hammer left it. Take it over, then deploy again: npx serverless adopt --stage ${serverless.getProvider('aws').getStage()}`,
    );
  await withoutEarlyProtection(access, serverless.service.provider.compiledCloudFormationTemplate.Resources);
}

async function adoptNow(serverless, { 'state-table': stateTable }, say) {
  const access = await accessOf(serverless);
  const names = await adoptTables(access, stateTable);
  say(
    names.length === 0
      ? `There is nothing to take over: no table was left outside of the stack ${access.stack}.`
      : `The stack ${access.stack} now holds ${names.join(' and ')}. Deploy again.`,
  );
}

/**
 * A plugin of the framework: the way back after a first deploy that failed and after a removal. A deploy deletes the
 * empty stack of a failed creation, refuses to meet a table that was left, and protects the tables once it has
 * succeeded; `serverless adopt` takes over what was left.
 */
// The framework takes the default export, and makes plugins with `new`.
export default function wayBack(serverless, options, { log }) {
  const say = (words) => log.notice(words);
  // Of what we throw the framework would print the stack; of its own errors it prints the message.
  const plainly = (step) => () =>
    step().catch((error) => {
      throw error.name === 'Refusal' ? new serverless.classes.Error(error.message) : error;
    });
  this.commands = { adopt };
  this.hooks = {
    'before:deploy:deploy': plainly(() => beforeDeploy(serverless, say)),
    'after:aws:deploy:deploy:updateStack': plainly(async () => protectTables(await accessOf(serverless))),
    'adopt:tables': plainly(() => adoptNow(serverless, options, say)),
  };
}
