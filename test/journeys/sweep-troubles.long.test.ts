import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoSweepLog } from '#adapters/aws/dynamo-sweep-log.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Fault } from '#simulators/aws-cloud/gateway.ts';
import { slackRateLimited } from '#simulators/slack/rate-limit.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { separateAccounts } from './worlds.ts';

const accounts = { shop: '110000000001', bank: '110000000002', busy: '110000000003', locked: '110000000004' };
const hour = 3600_000;

let stage: Stage;
let fault: Fault = () => 'pass';
beforeAll(async () => {
  stage = await startStage({
    world: separateAccounts(accounts),
    cloud: { fault: (call, phase) => fault(call, phase) },
  });
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

async function lastSweep() {
  const { cloud } = stage;
  const sweeps = dynamoSweepLog({ client: cloud.tables, table: cloud.nameOf('StateTable') });
  const sweep = await sweeps.readLatestSweep();
  return sweep && sweepResult(sweep, await sweeps.listOutcomes(sweep.id), cloud.clock.now() as Instant);
}

const reports = (): string[] =>
  stage.slack
    .channel('cloudtrail')
    .messages.filter(({ text }) => text.includes('CloudTrail, '))
    .map((message) => renderMessage(message, { width: 500 }));

const runDay = (time: string) =>
  stage.cloud.invoke(stage.cloud.nameOf('ReconcileDayLambdaFunction'), { time });

describe('a sweep', () => {
  it('that is killed in the middle is begun again as the same, and looks at every account', async () => {
    let sent = 0;
    fault = ({ functionName, operation }, phase) =>
      functionName === 'sweep' &&
      operation.startsWith('SendMessage') &&
      phase === 'after' &&
      (sent += 1) === 1
        ? 'kill-caller'
        : 'pass';
    await stage.sweep();
    expect(sent).toBe(1);
    await stage.later();
    expect(sent).toBeGreaterThan(1);
    expect(await lastSweep()).toMatchObject({ end: 'complete', read: 4, missing: [], failed: [] });
    fault = () => 'pass';
  });

  it('whose message comes twice counts an account once, and tells nobody of anything', async () => {
    const sweep = (await lastSweep())?.sweep.id;
    const looks = stage.looksAt(accounts.shop);
    const request = { account: accounts.shop, regions: 'all', why: 'sweep', triggers: [], sweep };
    for (let time = 0; time < 2; time += 1)
      await stage.cloud.sendMessage('SweepQueue', JSON.stringify(request));
    await stage.later();
    expect(stage.looksAt(accounts.shop)).toBeGreaterThan(looks);
    expect((await lastSweep())?.outcomes).toHaveLength(4);
    expect(await stage.items()).toEqual([]);
    expect(stage.slack.channel('cloudtrail').messages).toEqual([]);
  });

  it('ends with its deadline, whoever throttles for ever and whoever lets nobody in', async () => {
    const { faults } = stage.organization;
    faults.throttle(
      ({ accountId, operation }) => accountId === accounts.busy && operation === 'DescribeTrails',
    );
    faults.unreadable(accounts.locked, 'no-role');
    // Processes that signed in before would not notice for an hour.
    stage.cloud.functions.stop();
    await stage.sweep();
    await stage.later(hour);
    expect(await lastSweep()).toMatchObject({ end: undefined, read: 2 });
    await stage.later(hour);
    const result = await lastSweep();
    expect(result).toMatchObject({ end: 'deadline', read: 2, missing: [] });
    expect(result?.failed).toMatchObject([{ account: accounts.busy }]);
    expect(result?.failed[0]?.why).toContain('Rate exceeded');
    expect(result?.unreadable).toMatchObject([
      { account: accounts.locked, refusals: [{ operation: 'sts:AssumeRole', code: 'AccessDenied' }] },
    ]);
    const items = (await stage.items()).map(({ account_id, findings }) => [
      account_id,
      Object.keys(findings),
    ]);
    // It could be read before.
    expect(items).toEqual([
      [accounts.locked, ['access-lost#-']],
      [accounts.locked, ['access-lost#-']],
    ]);
    // Kept, so that an operator can send it back before the next sweep.
    expect(
      (await stage.deadLetters()).map((body) => (JSON.parse(body) as { account: string }).account),
    ).toEqual([accounts.busy]);
  });
});

describe('a report', () => {
  it('while Slack is down is told when it is back, once however often it is run, with what the sweep could not see', async () => {
    const time = new Date(stage.cloud.clock.now()).toISOString();
    stage.slack.hook = () => slackRateLimited(30);
    await runDay(time);
    expect(reports()).toEqual([]);
    stage.slack.hook = () => 'serve';
    await stage.later(10 * 60_000);
    await stage.cloud.invoke(stage.cloud.nameOf('ReconcileDayLambdaFunction'), { task: 'go-on' });
    await runDay(time);
    expect(reports()).toHaveLength(1);
    const [text] = reports();
    expect(text).toContain(accounts.busy);
    expect(text).toContain('Rate exceeded');
    expect(text).toContain(accounts.locked);
    expect(text).toContain('sts:AssumeRole');
    expect(text).toMatch(/1 message in .*SweepDeadLetters.*start-message-move-task/s);
  });
});
