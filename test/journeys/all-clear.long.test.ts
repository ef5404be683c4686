import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Template } from '#simulators/aws-cloud/template.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { separateAccounts } from './worlds.ts';

const accounts = { shop: '130000000001', bank: '130000000002' };
const [minute, day] = [60_000, 24 * 3600_000];
const greeting = 'Trailwarden now watches CloudTrail';

/** The reports in the default channel, oldest first, as a person sees them; greetings are reports as well. */
const reportsOf = (stage: Stage): readonly string[] =>
  stage.slack
    .channel('cloudtrail')
    .messages.map((message) => renderMessage(message, { width: 500 }))
    .filter((text) => text.includes(greeting) || text.includes('CloudTrail, '));

const goOn = (stage: Stage) =>
  stage.cloud.invoke(stage.cloud.nameOf('ReconcileDayLambdaFunction'), { task: 'go-on' });

/** The next day: the sweep, and two hours later the report, which is answered. */
async function nextDay(stage: Stage): Promise<string> {
  const before = reportsOf(stage).length;
  await stage.later(day);
  await stage.sweep();
  await stage.later(120 * minute);
  const time = new Date(stage.cloud.clock.now()).toISOString();
  await stage.cloud.invoke(stage.cloud.nameOf('ReconcileDayLambdaFunction'), { time });
  await stage.later(minute);
  const [report = '', ...more] = reportsOf(stage).slice(before);
  expect(more).toEqual([]);
  return report;
}

const green = /✅/;

/** The template without the statements of the inspecting role that allow this action. */
const without =
  (action: string) =>
  (template: Template): Template => {
    const { Policies } = template.Resources['InspectRole']!.Properties as unknown as {
      Policies: { PolicyDocument: { Statement: { Action: string | string[] }[] } }[];
    };
    for (const { PolicyDocument } of Policies)
      PolicyDocument.Statement = PolicyDocument.Statement.filter(
        ({ Action }) => ![Action].flat().includes(action),
      );
    return template;
  };

describe('a greeting', () => {
  let stage: Stage | undefined;
  afterEach(() => stage?.stop());

  async function swept(action: string): Promise<Stage> {
    const started = await startStage({
      world: separateAccounts(accounts),
      cloud: { templateEdit: without(action) },
    });
    stage = started;
    explainFailure(started);
    await started.sweep();
    return started;
  }

  it('waits for inspections until they are given up, and names the buckets of which there is no result', async () => {
    // Without its table the function leaves no trace of what it was asked for, as when it cannot start.
    const started = await swept('dynamodb:GetItem');
    await goOn(started);
    expect(reportsOf(started)).toEqual([]);
    await started.later(31 * minute);
    await goOn(started);
    const [text = '', ...more] = reportsOf(started);
    expect(more).toEqual([]);
    expect(text).toContain('No open issues in 2 accounts; 2 buckets or keys not inspected');
    expect(text).toMatch(/2 buckets \(logs-of-\w+, logs-of-\w+\).* asked for at .* has no result yet/);
    expect(text).not.toMatch(green);
  });

  it('names the permission without which no bucket can be inspected', async () => {
    const started = await swept('sts:AssumeRole');
    await started.later(2 * minute);
    await goOn(started);
    const [text = ''] = reportsOf(started);
    expect(text).toContain('No open issues in 2 accounts; 2 buckets or keys not inspected');
    expect(text).toMatch(/2 buckets .*sts:AssumeRole was refused with AccessDenied/);
    expect(text).not.toMatch(green);
  });
});

describe('that all is well', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ world: separateAccounts(accounts) });
  });
  beforeEach(() => explainFailure(stage));
  afterAll(() => stage.stop());

  it('is said by the greeting and the report where everything was looked at and nothing is open', async () => {
    await stage.sweep();
    await stage.later(2 * minute);
    await goOn(stage);
    expect(reportsOf(stage)).toEqual([
      expect.stringMatching(/✅ Trailwarden now watches CloudTrail: No open issues in 2 accounts$/m),
    ]);
    const report = await nextDay(stage);
    expect(report).toMatch(/✅ CloudTrail, .*: No open issues in 2 accounts$/m);
    expect(report).toContain('2 buckets that trails use were inspected.');
  });

  it('is not said while an inspection fails: the report tells of which bucket, and why', async () => {
    stage.organization.faults.throttle(
      ({ accountId, operation }) => accountId === accounts.shop && operation === 'ListBuckets',
    );
    const text = await nextDay(stage);
    expect(text).toContain('No open issues in 2 accounts; 1 bucket or key not inspected');
    expect(text).toContain('Of 2 buckets that trails use, 1 was inspected.');
    expect(text).toMatch(
      /1 bucket \(logs-of-shop\), used in shop .*the last try, at .*, failed .*s3:ListAllMyBuckets/,
    );
    expect(text).not.toMatch(green);
  });

  it('is not said while something harmful is open', async () => {
    stage.organization.faults.throttle();
    await stage.cloudTrail(accounts.bank).send(new StopLoggingCommand({ Name: 'main' }));
    const text = await nextDay(stage);
    expect(text).toMatch(/🔴 CloudTrail, .*: 1 critical open/);
    expect(text).toContain('2 buckets that trails use were inspected.');
    expect(text).not.toMatch(green);
  });
});
