import { expect, inject, test } from 'vitest';
import { isFault, verdictInWords } from '#local/harness/campaign.ts';
import { startHarness } from '#local/harness/harness.ts';
import type { Journey } from '#local/harness/journeys.ts';
import { journeys } from '#local/harness/journeys.ts';
import type { Strike } from '#local/harness/outside-calls.ts';
import type { Harm } from '#local/harness/point.ts';
import type { Mutation } from '#local/harness/project.ts';
import { projectWith } from '#local/harness/project.ts';

const alert = journeys.find(({ name }) => name === 'alert') as Journey;

const first = (call: string, harm: Harm): Strike => ({ point: { call, nth: 1, cold: false }, harm });
const post = first('reportToSlack slack:chat.postMessage', 'killed after');
const create = first('reportToJira jira:POST /rest/api/3/issue', 'killed after');
// The first event, not the second row that is written: two requests for one incident may be served at once.
const send = first('publishMilestones events:PutEvents trailwarden-incidents-dev', 'killed before');

/** What the harness notices when functions with planted faults make the alert journey; the sources stay as they are. */
async function noticed(mutations: readonly Mutation[], strikes: readonly Strike[]): Promise<string> {
  const project = await projectWith(mutations);
  const options = { dynamoDb: inject('dynamoDb'), root: project.root, accounts: 10, warmRuns: 0 };
  try {
    const harness = await startHarness(alert, options);
    try {
      const words: string[] = [];
      for (const strike of strikes) words.push(verdictInWords(await harness.strike(strike)));
      return words.join('\n');
    } finally {
      await harness.stop();
    }
  } catch (error) {
    // Some faults show without any strike: two undisturbed runs end differently.
    return String(error);
  } finally {
    project.remove();
  }
}

const sending = 'if (events.length > 0) await listener.sendEvents(events);';
const noting = "if ((await parts.receipts.writeReceipt({ ...receipt, said })) === 'stale') continue;";

const notedFirst: Mutation = {
  file: 'src/usecases/machines/publish-milestones.ts',
  from: `${sending}\n    ${noting}`,
  to: `${noting}\n    ${sending}`,
};

const noClaim: Mutation = {
  file: 'src/usecases/report/claims.ts',
  from: ' intent: { what, at: clock.now() }',
  to: '',
};

test('a removed claim is noticed: whoever dies after telling tells twice', async () => {
  expect(await noticed([noClaim], [post, create])).toMatch(/(?:messages|tickets): (\d+), and (?!\1 )\d/);
});

test('a milestone that is noted before it is sent is noticed: killed in between, no consumer hears of it', async () => {
  expect(await noticed([notedFirst], [send])).toMatch(
    /published: 0, and 1 after [^]*missing: opened ID\/opened/,
  );
});

test('a call that never comes is noticed, and is a fault of the campaign', async () => {
  const point = { call: 'evaluate cloudtrail:NoSuchCall', nth: 1, cold: false };
  const harness = await startHarness(alert, {
    dynamoDb: inject('dynamoDb'),
    accounts: 2,
    warmRuns: 0,
    tries: 1,
  });
  try {
    const verdict = await harness.strike({ point, harm: 'call lost' });
    expect(verdictInWords(verdict)).toContain('the call never came');
    expect(isFault(verdict)).toBe(true);
  } finally {
    await harness.stop();
  }
});
