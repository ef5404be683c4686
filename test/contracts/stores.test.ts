import { describe } from 'vitest';
import { acceptancesContract } from './acceptances.ts';
import { answersContract } from './answers.ts';
import { attemptLogContract } from './attempt-log.ts';
import { burstStoreContract } from './burst-store.ts';
import { droppedLettersContract } from './dropped-letters.ts';
import { dependenciesContract } from './dependencies.ts';
import { dynamoStores } from './dynamo-stores.ts';
import { incidentStoreContract } from './incident-store.ts';
import { issueStoreContract } from './issue-store.ts';
import { openPlacesContract } from './open-places.ts';
import { receiptStoreContract } from './receipt-store.ts';
import { memoryStores } from '#test/given/stores.ts';
import { testAlertsContract } from './test-alerts.ts';
import { livingIncidentsContract } from './living-incidents.ts';

// One text for both: what memory promises, the real thing keeps, and the other way round.
describe.each([
  ['in memory', () => memoryStores()],
  ['on DynamoDB', () => dynamoStores()],
] as const)('%s', (_, open) => {
  describe('the issue store', () => issueStoreContract(open));
  describe('the incident store', () => incidentStoreContract(open));
  describe('the receipt store', () => receiptStoreContract(open));
  describe('the living incidents', () => livingIncidentsContract(open));
  describe('the dependencies', () => dependenciesContract(open));
  describe('the open places', () => openPlacesContract(open));
  describe('the attempt log', () => attemptLogContract(open));
  describe('the store of bursts', () => burstStoreContract(open));
  describe('the acceptances', () => acceptancesContract(open));
  describe('the dropped dead letters', () => droppedLettersContract(open));
  describe('the answers', () => answersContract(open));
  describe('the store of test alerts', () => testAlertsContract(open));
});
