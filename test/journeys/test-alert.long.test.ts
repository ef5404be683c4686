import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessQuestion } from '#simulators/aws-cloud/iam.ts';
import { renderTicket } from '#simulators/jira/render-ticket.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { sharedNames } from '#adapters/cloudformation/names.ts';
import { centralAccount } from '#local/rehearsal/documents.ts';
import { startRehearsal, type Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { needlessIn } from '#test/given/permissions.ts';
import type { Proof } from './prove-alert.ts';
import { beatOf, configOf, documentedPolicy, proveAlert, withOperator } from './prove-alert.ts';
import type { Statement } from '#test/given/permissions.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home, mallory, separateAccounts } from './worlds.ts';

const production = '730000000001';
const world = separateAccounts({ production });
const config = configOf(world);

let stage: Stage;
let proof: Proof;
let before: { items: readonly unknown[]; counted: number };

/** Lines of metrics that all functions wrote so far: what is counted is in one of them. */
const countedLines = (): number =>
  stage.cloud.functions.names
    .flatMap((name) => stage.cloud.functions.logs(name))
    .filter(({ text }) => /"(?:Evaluations|Messages|Tickets|DetectionLatency)":/.test(text)).length;

beforeAll(async () => {
  stage = await startStage({ world, cloud: { templateEdit: withOperator } });
  await stage.sweep();
  await beatOf(stage, production);
  before = { items: await stage.items(), counted: countedLines() };
  proof = await proveAlert(stage, { config, account: production });
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

const channel = () => stage.slack.channel('cloudtrail').messages;
const root = () => channel().find(({ threadTs, text }) => threadTs === undefined && text.includes('TEST'))!;

describe('a test alert in an organization where all is well', () => {
  it('goes both ways to their ends, step by step, each with its time', () => {
    expect(proof.failures).toBe(0);
    const steps = proof.lines.filter((line) => /^ *[\d.]+ s {2}/.test(line));
    expect(steps.map((line) => line.replace(/^ *[\d.]+ s +ok +/, ''))).toEqual([
      'stage dev is deployed in account 123456789012, eu-west-1',
      'rules, queues and streams of the centre are in place and switched on',
      expect.stringMatching(/^the newest heartbeat of account 730000000001 is .* old/),
      expect.stringMatching(/^the test event is on the bus trailwarden-dev/),
      'hammer-describe-cloudtrails-dev has it',
      'the rules of account 730000000001 are there and send to the central bus (2 Regions)',
      expect.stringMatching(/^Slack \(#cloudtrail\): told, message /),
      'Jira (project AWSSEC): told, ticket AWSSEC-1',
      'Slack (#cloudtrail): closed by itself',
      'Jira (project AWSSEC): closed by itself',
      expect.stringMatching(/^the call's event came/),
    ]);
  });

  it('is told on both channels, as a test at first glance, with who asked for it', () => {
    const [first] = root().edits;
    expect(renderMessage({ ...root(), ...first }, { width: 500 })).toMatch(
      /TEST: no action is needed[\s\S]*assumed-role\/operator\/person/,
    );
    const ticket = renderTicket(stage.jira.issue('AWSSEC-1'));
    expect(ticket).toMatch(/TEST, over: no action is needed[\s\S]*assumed-role\/operator\/person/);
  });

  it('has closed by itself: the message says so, the ticket is done', () => {
    expect(renderMessage(root(), { width: 500 })).toContain('TEST, over: no action is needed');
    expect(root().replies.map(({ text }) => text)).toEqual([expect.stringContaining('The test is over')]);
    expect(stage.jira.issue('AWSSEC-1').status).toBe('Done');
  });

  it('is nothing that is counted: no issue, no metric, no letter, no line in the daily report', async () => {
    expect(await stage.items()).toEqual(before.items);
    // The harmless call at the end is a real one, and leads to one real look.
    expect(before.counted).toBeGreaterThan(0);
    const looks = stage.cloud.functions
      .logs('evaluate')
      .filter(({ text }) => text.includes('"StartLogging"'));
    expect(looks).toHaveLength(1);
    expect(countedLines() - before.counted).toBe(1);
    expect(await stage.deadLetters()).toEqual([]);
    const told = channel().length;
    await stage.reconcile();
    const [report] = channel().slice(told);
    expect(renderMessage(report!, { width: 500 })).not.toMatch(/test|AWSSEC/i);
    expect(report).toBeDefined();
  });

  it('takes exactly what the documented policy allows', () => {
    const calls = stage.cloud.calls.filter(({ principalArn }) => principalArn.includes('/operator/'));
    expect(calls.flatMap(({ refused = [] }) => refused)).toEqual([]);
    const asked: AccessQuestion[] = calls.flatMap(({ demands = [] }) => demands);
    expect(needlessIn(documentedPolicy().Statement as readonly Statement[], asked)).toEqual([]);
  });

  it('leaves real alerts as they are', async () => {
    await stage.cloudTrail(production).send(new StopLoggingCommand({ Name: 'main' }));
    await stage.later();
    const [item] = await stage.items(production);
    expect(item).toMatchObject({ status: 'open' });
    expect(stage.jira.issues.map(({ key }) => key)).toEqual(['AWSSEC-1', 'AWSSEC-2']);
  });
});

describe('a test event', () => {
  const forged = (account: string) => ({
    version: '0' as const,
    id: 'f0f0f0f0-0000',
    account,
    region: home,
    resources: [],
    source: 'trailwarden.test',
    'detail-type': 'Trailwarden Test Alert',
    time: '2026-11-21T12:00:00Z',
    detail: { account, look: account, askedBy: 'mallory' },
  });

  /** An administrator of the member has the role that forwards send what he likes. */
  async function carryTestEvents({ organization, cloud }: Rehearsal): Promise<void> {
    const credentials = organization.credentials({ accountId: production, identity: mallory });
    const events = new EventBridgeClient({ region: home, endpoint: cloud.endpoint, credentials });
    const EventPattern = JSON.stringify({ source: ['trailwarden.test'] });
    await events.send(new PutRuleCommand({ Name: 'mine', EventPattern }));
    const { bus, forwardingRole } = sharedNames('-dev');
    const Arn = `arn:aws:events:${home}:${centralAccount}:event-bus/${bus}`;
    const RoleArn = `arn:aws:iam::${production}:role/${forwardingRole}`;
    await events.send(new PutTargetsCommand({ Rule: 'mine', Targets: [{ Id: 'centre', Arn, RoleArn }] }));
  }

  it('of a member is refused by the bus, twice: as a source that members may not send, and by name', async () => {
    const withoutDeny = (template: Parameters<typeof withOperator>[0]) => {
      Reflect.deleteProperty(template.Resources, 'TestAlertBusPolicy');
      return template;
    };
    const options = { world, cloud: { schedules: false } };
    for (const [templateEdit, delivery] of [
      [(template: Parameters<typeof withOperator>[0]) => template, 'refused'],
      [withoutDeny, 'refused'],
    ] as const) {
      const rehearsal = await startRehearsal({ ...options, cloud: { ...options.cloud, templateEdit } });
      try {
        const from = { account: production, region: home };
        await carryTestEvents(rehearsal);
        expect(rehearsal.cloud.deliver(forged(production), from)).toBe(delivery);
        await rehearsal.cloud.advance(120_000);
        expect(rehearsal.slack.channel('cloudtrail').messages).toEqual([]);
        expect(rehearsal.jira.issues).toEqual([]);
      } finally {
        await rehearsal.stop();
      }
    }
  });
});
