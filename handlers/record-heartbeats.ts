import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { dynamoHeartbeats } from '#adapters/aws/dynamo-heartbeats.ts';
import { dynamoRollStore } from '#adapters/aws/dynamo-roll-store.ts';
import { onQueue } from '#adapters/lambda/on-queue.ts';
import { readHeartbeat } from '#adapters/cloudtrail/read-heartbeat.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { directoryOf } from '#doors/accounts.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { heartbeatPlace, recordHeartbeats } from '#usecases/sweep/record-heartbeats.ts';

const environment = readEnvironment(process.env, ['awsRegion', 'configDirectory', 'stateTable']);
const config = loadConfig(environment.configDirectory);
const client = new DynamoDBClient({ ...clientDefaults, region: environment.awsRegion });
const state = { client, table: environment.stateTable };

/** Stores the last heartbeat of each account and Region, which shows that events arrive from there. */
export const handler = onQueue({
  read: async (body, { sentAt }) => [readHeartbeat(body, sentAt)],
  key: heartbeatPlace,
  handle: recordHeartbeats({
    heartbeats: dynamoHeartbeats(state),
    directory: directoryOf(config, { rolls: dynamoRollStore(state), clock }),
  }),
  atOnce: 10,
});
