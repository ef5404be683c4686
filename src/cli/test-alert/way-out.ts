import { plain } from '#domain/announcements/wording.ts';
import { testLasts } from '#domain/issues/test-alert.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';
import type { TestAlerts, TestOutcome, TestProgress } from '#ports/test-alerts.ts';
import type { Run } from './parts.ts';
import { asked } from './parts.ts';
import type { FaultAndRemedy } from './steps.ts';
import { waitFor } from './steps.ts';

/** How long a message or ticket, and its closing after the test, is waited for, in seconds. */
const tellingTakes = 60;
const endingTakes = testLasts + 90;

/** The sources from which the delivery of a test alert is read. */
export interface OutStores {
  readonly tests: TestAlerts;
  readonly receipts: ReceiptStore;
}

const isJira = (destination: string): boolean => destination.startsWith('jira|');

/** A destination by its readable name. */
export function placeWords(destination: string): string {
  const [, to = ''] = destination.split('|');
  return isJira(destination) ? `Jira (project ${plain(to, 60)})` : `Slack (${plain(to, 80)})`;
}

function secretRemedy({ config }: Run, destination: string): string {
  const { slackToken, jiraEmail, jiraToken } = config.secrets;
  const names = (isJira(destination) ? [jiraEmail, jiraToken] : [slackToken]).map(
    ({ name, store }) => `${name} (${store})`,
  );
  return `store what is valid now under ${names.join(' and ')}; it is read anew within five minutes`;
}

const aboutSecrets =
  /secret|parameter|invalid_auth|not_authed|token_|token was|account_inactive|\(401\)|decrypt/i;

function remedyOf(run: Run, destination: string, why: string): string {
  if (aboutSecrets.test(why)) return secretRemedy(run, destination);
  if (isJira(destination))
    return /mend it|grant it|check jira/.test(why)
      ? 'as it says; the project is jira_project in ticket_owners.json'
      : 'see what Jira says; the settings are jira in config.json and jira_project in ticket_owners.json';
  return /knows no|channel|archived|member/i.test(why)
    ? 'make the channel and invite the app to it, or correct slack_owner in ticket_owners.json; set slack.default_channel for what cannot be found'
    : 'see what Slack says; the settings are slack in config.json';
}

function silence(run: Run, destination: string): FaultAndRemedy {
  const name = isJira(destination) ? run.names.jira : run.names.slack;
  return {
    what: `${placeWords(destination)} was not told, and ${name} left no word why`,
    remedy: `its role or its code fails: aws logs tail /aws/lambda/${name} --since 10m; then npx serverless deploy --stage ${run.stage} --force`,
  };
}

function outcomeFault(run: Run, outcome: TestOutcome): FaultAndRemedy {
  const { destination, why = '' } = outcome;
  return {
    what: `${placeWords(destination)} was not told: ${plain(why, 400)}`,
    remedy: remedyOf(run, destination, why),
  };
}

interface Seen {
  readonly receipt: Receipt | undefined;
  readonly outcome: TestOutcome | undefined;
}

async function seen(
  { tests, receipts }: OutStores,
  id: TestProgress['alert']['id'],
  destination: string,
): Promise<Seen> {
  const [progress, all] = await asked('How far the test came cannot be read', () =>
    Promise.all([tests.readTestAlert(id), receipts.listReceipts(id)]),
  );
  const of = <One extends { readonly destination: string }>(list: readonly One[] = []) =>
    list.find((one) => one.destination === destination);
  return { receipt: of(all), outcome: of(progress?.outcomes) };
}

const isFinal = ({ receipt, outcome }: Seen): boolean =>
  receipt?.told !== undefined || outcome?.kind === 'refused' || outcome?.kind === 'failed';

async function awaitTold(run: Run, stores: OutStores, { alert }: TestProgress, destination: string) {
  const { steps, wait } = run;
  const look = () => seen(stores, alert.id, destination);
  await waitFor(wait, tellingTakes, async () => (isFinal(await look()) ? true : undefined));
  const { receipt, outcome } = await look();
  const told = receipt?.told;
  if (!told) {
    steps.failed(outcome?.why === undefined ? silence(run, destination) : outcomeFault(run, outcome));
    return false;
  }
  steps.done(`${placeWords(destination)}: told, ${isJira(destination) ? 'ticket' : 'message'} ${told.ref}`);
  for (const note of told.notes ?? []) steps.note(plain(note, 300));
  return true;
}

const isOver = ({ said, finished }: Receipt): boolean => said.includes('test-over') && finished === true;

async function awaitOver(run: Run, stores: OutStores, { alert }: TestProgress, destination: string) {
  const { steps, wait } = run;
  const look = () => seen(stores, alert.id, destination);
  const done = async () => {
    const { receipt } = await look();
    return receipt && isOver(receipt) ? receipt : undefined;
  };
  const receipt = await waitFor(wait, endingTakes, done);
  if (receipt === undefined) {
    const { outcome } = await look();
    const why = outcome?.why ?? 'no word why';
    steps.failed({
      what: `${placeWords(destination)}: the test was not closed: ${plain(why, 400)}`,
      remedy: remedyOf(run, destination, why),
    });
  } else if (receipt.leftOpen === true) {
    steps.failed({
      what: `${placeWords(destination)}: ticket ${receipt.told?.ref ?? ''} was left open, as its workflow has no way to a status that counts as done`,
      remedy:
        'give the project a transition from its first status to one of the category Done, that asks for nothing but a resolution; close this ticket by hand',
    });
  } else steps.done(`${placeWords(destination)}: closed by itself`);
}

/** Waits until every recipient got the test alert and its end; reports what is missing with the reason. */
export async function awaitWayOut(run: Run, stores: OutStores, progress: TestProgress): Promise<void> {
  const { steps } = run;
  if (progress.destinations.length === 0) {
    steps.failed({
      what: `No recipient is configured for account ${progress.alert.account}`,
      remedy:
        'switch on cloudtrails.reporting and slack.enabled or jira.enabled in config.json, name owners in ticket_owners.json, and deploy',
    });
    return;
  }
  const told: string[] = [];
  for (const destination of progress.destinations)
    if (await awaitTold(run, stores, progress, destination)) told.push(destination);
  if (told.length > 0) steps.note(`The test is over after ${testLasts} s; waiting until it is closed ...`);
  for (const destination of told) await awaitOver(run, stores, progress, destination);
}
