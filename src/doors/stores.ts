import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { dynamoAcceptances } from '#adapters/aws/dynamo-acceptances.ts';
import { dynamoAnswers } from '#adapters/aws/dynamo-answers.ts';
import { dynamoArrivals } from '#adapters/aws/dynamo-arrivals.ts';
import { dynamoAttemptLog } from '#adapters/aws/dynamo-attempt-log.ts';
import { dynamoBaseline } from '#adapters/aws/dynamo-baseline.ts';
import { dynamoBurstStore } from '#adapters/aws/dynamo-burst-store.ts';
import { dynamoCentralGaps } from '#adapters/aws/dynamo-central-gaps.ts';
import { dynamoDependencies } from '#adapters/aws/dynamo-dependencies.ts';
import { dynamoDroppedLetters } from '#adapters/aws/dynamo-dropped-letters.ts';
import { dynamoForwardingLog } from '#adapters/aws/dynamo-forwarding-log.ts';
import { dynamoDestinations } from '#adapters/aws/dynamo-log-destinations.ts';
import { dynamoIncidentStore } from '#adapters/aws/dynamo-incident-store.ts';
import { dynamoHeartbeats } from '#adapters/aws/dynamo-heartbeats.ts';
import { dynamoIssueList } from '#adapters/aws/dynamo-issue-list.ts';
import { dynamoIssueStore } from '#adapters/aws/dynamo-issue-store.ts';
import { dynamoLakes } from '#adapters/aws/dynamo-lakes.ts';
import { dynamoLivingIncidents } from '#adapters/aws/dynamo-living-incidents.ts';
import { dynamoOpenPlaces } from '#adapters/aws/dynamo-open-places.ts';
import { dynamoReceiptStore } from '#adapters/aws/dynamo-receipt-store.ts';
import { dynamoRollStore } from '#adapters/aws/dynamo-roll-store.ts';
import { dynamoRoundLog } from '#adapters/aws/dynamo-round-log.ts';
import { dynamoSweepLog } from '#adapters/aws/dynamo-sweep-log.ts';
import { dynamoTemplateLog } from '#adapters/aws/dynamo-template-log.ts';
import { dynamoTestAlerts } from '#adapters/aws/dynamo-test-alerts.ts';
import { newIncidentId } from './new-incident-id.ts';

/** The stores of the detector, by their ports. */
export type Stores = ReturnType<typeof dynamoStores>;

/** All stores in DynamoDB by their ports, on one client: by default one with the credentials of the environment. */
export function dynamoStores(
  environment: { awsRegion: string; issuesTable: string; stateTable: string },
  client = new DynamoDBClient({ ...clientDefaults, region: environment.awsRegion }),
) {
  const { issuesTable, stateTable } = environment;
  return {
    issues: dynamoIssueStore({ client, issuesTable, stateTable }),
    incidents: dynamoIncidentStore({ client, stateTable, newId: newIncidentId }),
    receipts: dynamoReceiptStore({ client, table: stateTable }),
    attempts: dynamoAttemptLog({ client, table: stateTable }),
    bursts: dynamoBurstStore({ client, table: stateTable, newId: newIncidentId }),
    open: dynamoOpenPlaces({ client, table: stateTable }),
    destinations: dynamoDestinations({ client, table: stateTable }),
    lakes: dynamoLakes({ client, table: stateTable }),
    dependencies: dynamoDependencies({ client, table: stateTable }),
    sweeps: dynamoSweepLog({ client, table: stateTable }),
    rolls: dynamoRollStore({ client, table: stateTable }),
    baseline: dynamoBaseline({ client, table: stateTable }),
    rounds: dynamoRoundLog({ client, table: stateTable }),
    heartbeats: dynamoHeartbeats({ client, table: stateTable }),
    forwarding: dynamoForwardingLog({ client, table: stateTable }),
    centralGaps: dynamoCentralGaps({ client, table: stateTable }),
    templates: dynamoTemplateLog({ client, table: stateTable }),
    all: dynamoIssueList({ client, table: issuesTable }),
    living: dynamoLivingIncidents({ client, table: stateTable }),
    tests: dynamoTestAlerts({ client, table: stateTable }),
    arrivals: dynamoArrivals({ client, table: stateTable }),
    answers: dynamoAnswers({ client, table: stateTable }),
    acceptances: dynamoAcceptances({ client, table: stateTable }),
    dropped: dynamoDroppedLetters({ client, table: stateTable }),
  };
}
