import { dynamoArrivals } from '#adapters/aws/dynamo-arrivals.ts';
import { dynamoHeartbeats } from '#adapters/aws/dynamo-heartbeats.ts';
import { dynamoReceiptStore } from '#adapters/aws/dynamo-receipt-store.ts';
import { dynamoTestAlerts } from '#adapters/aws/dynamo-test-alerts.ts';
import { putOnBus, queueAt } from '#adapters/aws/central-parts.ts';
import { testEvent } from '#domain/facts/test-event.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { testAlertId } from '#domain/issues/test-alert.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { TestAlerts, TestProgress } from '#ports/test-alerts.ts';
import type { Centre } from './centre.ts';
import { faultsOf, findCentre } from './centre.ts';
import type { Run, TestAlertOptions } from './parts.ts';
import { asked, clientsFor, namesOf } from './parts.ts';
import { stepLog, StepFault, waitFor } from './steps.ts';
import { awaitCall, newestBeat, tellBeat, tellLook } from './way-in.ts';
import { awaitWayOut } from './way-out.ts';

/** How long the evaluator, and its reads in the account, are waited for, in seconds. */
const arrivalTakes = 60;
const lookTakes = 90;

async function checkCentre(run: Run, centre: Centre): Promise<void> {
  const { steps } = run;
  const { blocking, others } = await faultsOf(run, centre);
  for (const fault of [...blocking, ...others]) steps.failed(fault);
  if (blocking.length > 0)
    throw new StepFault({
      what: 'The test event was not sent: it could not arrive',
      remedy: 'what is named above, and run this again',
    });
  if (others.length === 0) steps.done('rules, queues and streams of the centre are in place and switched on');
}

/** Puts the test event on the bus; answers the id of the test alert. */
async function send(
  run: Run,
  centre: Centre,
  about: { account: AccountId; look: AccountId },
): Promise<IncidentId> {
  const { clients, names, steps } = run;
  const detail = { ...about, askedBy: centre.caller };
  const eventId = await asked(`The bus ${names.bus} does not take the test event`, () =>
    putOnBus(clients, { bus: names.bus, ...testEvent, detail }),
  );
  const id = testAlertId(eventId);
  if (!id) throw new Error(`EventBridge gave the event an id that cannot be used: ${eventId}`);
  steps.done(`the test event is on the bus ${names.bus} (${eventId})`);
  return id;
}

async function awaitArrival(
  run: Run,
  centre: Centre,
  tests: TestAlerts,
  id: IncidentId,
): Promise<TestProgress> {
  const { steps, names, wait, clients } = run;
  const read = () => asked('The state table cannot be read', () => tests.readTestAlert(id));
  const progress = await waitFor(wait, arrivalTakes, read);
  if (progress) {
    steps.done(`${names.evaluate} has it`);
    return progress;
  }
  const { waiting } = await asked('The events queue cannot be read', () =>
    queueAt(clients, centre.eventsQueueUrl),
  );
  throw new StepFault({
    what: `The test event did not reach ${names.evaluate} in ${arrivalTakes} s (${waiting} messages wait in the events queue)`,
    remedy: `it fails, or is throttled: aws logs tail /aws/lambda/${names.evaluate} --since 10m`,
  });
}

async function awaitLook(run: Run, tests: TestAlerts, id: IncidentId): Promise<TestProgress['look']> {
  const look = await waitFor(run.wait, lookTakes, async () => (await tests.readTestAlert(id))?.look);
  if (look) tellLook(run, look);
  else
    run.steps.failed({
      what: 'What the read role sees was not told in time',
      remedy: `aws logs tail /aws/lambda/${run.names.evaluate} --since 10m says why`,
    });
  return look;
}

async function allSteps(run: Run): Promise<void> {
  const { steps, config, account, clients } = run;
  const centre = await findCentre(run);
  steps.done(`stage ${run.stage} is deployed in account ${config.mainAccountId}, ${config.region}`);
  await checkCentre(run, centre);
  const state = { client: clients.dynamoDb, table: centre.stateTable };
  const tests = dynamoTestAlerts(state);
  const beats = await asked('The heartbeats cannot be read', () => dynamoHeartbeats(state).listHeartbeats());
  const newest = newestBeat(beats, account);
  tellBeat(run, newest);
  const look = account ?? newest?.account ?? config.mainAccountId;
  const id = await send(run, centre, { account: account ?? config.mainAccountId, look });
  const progress = await awaitArrival(run, centre, tests, id);
  const seen = await awaitLook(run, tests, id);
  await awaitWayOut(run, { tests, receipts: dynamoReceiptStore(state) }, progress);
  if (account !== undefined && seen && !seen.refused) await awaitCall(run, seen, dynamoArrivals(state));
}

/**
 * Proves without side effects that alerts arrive: first the path from a member account to the central account, then the
 * path from there to the recipients. Answers the number of failed steps.
 */
export async function runTestAlert(options: TestAlertOptions): Promise<number> {
  const { config, stage, output, now } = options;
  const steps = stepLog(output, now);
  const run: Run = { ...options, steps, names: namesOf(config, stage), clients: clientsFor(options) };
  if (!config.cloudtrails.enabled)
    steps.note('Detection is switched off (cloudtrails.enabled): only the test itself is told.');
  try {
    await allSteps(run);
  } catch (error) {
    if (!(error instanceof StepFault)) throw error;
    steps.failed(error.fault);
  }
  return steps.failures;
}
