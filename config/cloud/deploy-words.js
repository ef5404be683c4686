import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoHeartbeats } from '#adapters/aws/dynamo-heartbeats.ts';
import { dynamoRollStore } from '#adapters/aws/dynamo-roll-store.ts';
import { loadConfig } from '#config/load.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { aboutManagement } from '#doors/management.ts';
import { systemClock as clock } from '#doors/system-clock.ts';

const directory = process.env.CONFIG_DIRECTORY ?? fileURLToPath(new URL('..', import.meta.url));

async function words(provider, outputs) {
  const config = loadConfig(directory);
  const table = outputs.find(({ OutputKey }) => OutputKey === 'StateTableName')?.OutputValue;
  const client = new DynamoDBClient(await provider.getAwsSdkV3Config());
  const rolls = dynamoRollStore({ client, table });
  const beats = await dynamoHeartbeats({ client, table }).listHeartbeats();
  const remarks = await aboutManagement({ config, rolls, clock }, beats, config.accounts);
  return remarks.map((remark) => plainText(remark.words));
}

/**
 * A plugin of the framework: says first, after every deploy and with `serverless info`, when the organization trail is
 * not watched in real time. That it cannot find out is said, too, and never fails a deploy.
 */
// The framework takes the default export, and makes plugins with `new`.
export default function deployWords(serverless) {
  const say = async () => {
    const { plugins } = serverless.pluginManager;
    const outputs = plugins.flatMap(({ gatheredData }) => gatheredData?.outputs ?? []);
    const found = await words(serverless.getProvider('aws'), outputs).catch(({ name }) => [
      `Whether the management account is watched in real time could not be read (${name}).`,
    ]);
    if (found.length > 0) serverless.serviceOutputs.set('first of all', found);
  };
  this.hooks = { 'before:aws:info:displayServiceInfo': say };
}
