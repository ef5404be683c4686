import { DisableRuleCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import type { Template } from '#simulators/aws-cloud/template.ts';
import type { DocumentChanges } from '#local/rehearsal/documents.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { eventBridgeOf } from './forwarding-rules.ts';
import { beatOf, configOf, proveAlert, withOperator } from './prove-alert.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home, separateAccounts } from './worlds.ts';

const account = '730000000002';
const world = separateAccounts({ alone: account });

interface Planted {
  readonly fault: string;
  readonly edit?: (template: Template) => Template;
  readonly documents?: DocumentChanges;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly plant?: (stage: Stage) => unknown;
  /** What the failed step says, and what mends it. */
  readonly says: RegExp;
  readonly remedy: RegExp;
  /** What is told all the same, where the fault is on one of the two ways out only. */
  readonly told?: RegExp;
}

const change =
  (id: RegExp, properties: Readonly<Record<string, unknown>>) =>
  (template: Template): Template => {
    const found = Object.entries(template.Resources).filter(([name]) => id.test(name));
    expect(found).toHaveLength(1);
    for (const [, resource] of found) resource.Properties = { ...resource.Properties, ...properties };
    return template;
  };
const without =
  (id: string) =>
  (template: Template): Template => {
    expect(template.Resources[id]).toBeDefined();
    Reflect.deleteProperty(template.Resources, id);
    return template;
  };
const mappingOf = (reporter: string, source: string) =>
  new RegExp(`^${reporter}EventSourceMapping\\w*${source}`, 'i');

/** The Jira reporter's role may no longer write down what it did. */
function withoutUpdates(template: Template): Template {
  const role = template.Resources['JiraRole']!;
  const text = JSON.stringify(role.Properties).replaceAll(
    '"dynamodb:UpdateItem"',
    '"dynamodb:DescribeTable"',
  );
  role.Properties = JSON.parse(text) as Record<string, unknown>;
  return template;
}

const jiraSecrets = {
  '/trailwarden/jira-email': 'trailwarden@example.com',
  '/trailwarden/jira-token': 'rehearsal',
};

const planted: readonly Planted[] = [
  {
    fault: 'the rule for test alerts is off',
    edit: change(/^TestAlertRule$/, { State: 'DISABLED' }),
    says: /The rule \S+ on the bus trailwarden-dev is disabled: test alerts do not arrive/,
    remedy:
      /aws events enable-rule --region eu-west-1 --event-bus-name trailwarden-dev --name \S+TestAlertRule/,
  },
  {
    fault: "the rule for members' events is off",
    edit: change(/^CentralRule$/, { State: 'DISABLED' }),
    says: /The rule \S+ on the bus trailwarden-dev is disabled: members' events do not arrive/,
    remedy: /aws events enable-rule/,
  },
  {
    fault: 'the events queue has lost its policy',
    edit: without('EventsQueuePolicy'),
    says: /The events queue's policy does not let the bus's rules send to it/,
    remedy: /npx serverless deploy --stage dev --force/,
  },
  {
    fault: "a member's rule is off",
    plant: async (stage) => {
      const { faults } = stage.organization;
      // Silently: the call itself would be an incident.
      faults.cutEvents(true);
      const events = eventBridgeOf(stage, account, home);
      await events.send(new DisableRuleCommand({ Name: 'trailwarden-cloudtrail-dev' }));
      faults.cutEvents(false);
    },
    says: /Account 730000000002, eu-west-1: a rule is disabled \(trailwarden-cloudtrail-dev\)/,
    remedy: /aws events enable-rule --region eu-west-1 --name trailwarden-cloudtrail-dev/,
    told: /Slack .*told.*Jira .*told/,
  },
  {
    fault: 'the read role is gone',
    plant: ({ organization }) => organization.faults.unreadable(account, 'no-role'),
    says: /The read role trailwarden-read of account 730000000002 does not let Trailwarden in \(sts:AssumeRole/,
    remedy: /deploy the member roles there/,
    told: /Slack .*told.*Jira .*told/,
  },
  {
    fault: "a reporter's role cannot write",
    edit: withoutUpdates,
    says: /Jira \(project AWSSEC\) was not told, and trailwarden-report-to-jira-dev left no word why/,
    remedy: /aws logs tail \/aws\/lambda\/trailwarden-report-to-jira-dev/,
    told: /Slack .*told/,
  },
  {
    fault: 'the secret is missing',
    parameters: jiraSecrets,
    says: /Slack \(#cloudtrail\) was not told: .*slack-token/,
    remedy: /store what is valid now under \/trailwarden\/slack-token \(ssm\)/,
    told: /Jira .*told/,
  },
  {
    fault: 'the secret is not valid any more',
    parameters: { ...jiraSecrets, '/trailwarden/slack-token': 'xoxb-revoked' },
    says: /Slack \(#cloudtrail\) was not told: Slack: the token is not valid \(invalid_auth\)/,
    remedy: /store what is valid now under \/trailwarden\/slack-token/,
    told: /Jira .*told/,
  },
  {
    fault: 'the channel does not exist',
    documents: { owners: { slack_owner: ['#nowhere'] }, config: { slack: { enabled: true } } },
    says: /Slack \(#nowhere\) was not told: Slack: the channel does not exist/,
    remedy: /make the channel and invite the app to it/,
    told: /Jira .*told/,
  },
  {
    fault: 'the project does not exist',
    documents: { owners: { jira_project: 'NOPE' } },
    says: /Jira \(project NOPE\) was not told: Jira did not let Trailwarden create tickets/,
    remedy: /the project is jira_project in ticket_owners\.json/,
    told: /Slack .*told/,
  },
  {
    fault: 'the workflow has no way to done',
    plant: (stage) => {
      stage.jira.hook = ({ method, path }) =>
        method === 'GET' && path.endsWith('/transitions')
          ? { status: 200, body: { expand: 'transitions', transitions: [] } }
          : 'serve';
    },
    says: /Jira \(project AWSSEC\): ticket AWSSEC-1 was left open/,
    remedy: /give the project a transition .* close this ticket by hand/,
    told: /Slack .*told.*Jira .*told.*Slack .*closed by itself/,
  },
  {
    fault: "the stream does not wake Slack's reporter",
    edit: change(mappingOf('ReportToSlack', 'Dynamodb'), { Enabled: false }),
    says: /The issue table's stream does not wake the function trailwarden-report-to-slack-dev \(Disabled\)/,
    remedy: /aws lambda update-event-source-mapping --region eu-west-1 --uuid \S+ --enabled/,
    // Tests go by the queues.
    told: /Slack .*told.*Jira .*told/,
  },
  {
    fault: "its queue does not wake Jira's reporter",
    edit: change(mappingOf('ReportToJira', 'SQS'), { Enabled: false }),
    says: /Its queue does not wake the function trailwarden-report-to-jira-dev \(Disabled\)/,
    remedy: /aws lambda update-event-source-mapping/,
  },
];

describe('a test alert names what is broken, with its remedy, where', () => {
  it.each(planted)('$fault', async ({ edit, documents, parameters, plant, says, remedy, told }) => {
    const stage = await startStage({
      world,
      ...(documents && { documents }),
      cloud: {
        templateEdit: (template) => withOperator(edit?.(template) ?? template),
        ...(parameters && { parameters }),
      },
    });
    explainFailure(stage);
    try {
      await beatOf(stage, account);
      await plant?.(stage);
      const { failures, lines } = await proveAlert(stage, {
        config: configOf(world, documents),
        account,
      });
      const failed = lines.flatMap((line, index) =>
        line.includes(' FAILED ') ? [`${line.trim()} | ${lines[index + 1]?.trim() ?? ''}`] : [],
      );
      // Where nothing could arrive, that nothing was sent is a line of its own.
      const own = failed.filter((line) => !line.includes('The test event was not sent'));
      expect(own).toHaveLength(1);
      expect(failures).toBe(failed.length);
      expect(own[0]).toMatch(says);
      expect(own[0]!.split(' | to mend it: ')[1]).toMatch(remedy);
      if (told) expect(lines.join(' ')).toMatch(told);
      else expect(stage.slack.channel('cloudtrail').messages).toEqual([]);
      expect(await stage.items()).toEqual([]);
      await reportKnowsNothing(stage);
    } finally {
      await stage.stop();
    }
  });
});

/** Neither a dead letter nor the daily comparison tells of the test, also of one whose ticket is still open. */
async function reportKnowsNothing(stage: Stage): Promise<void> {
  expect(await stage.deadLetters()).toEqual([]);
  await stage.reconcile();
  const reports = stage.slack.channel('cloudtrail').messages.map((one) => renderMessage(one, { width: 500 }));
  for (const report of reports.filter((text) => !text.includes('TEST')))
    expect(report).not.toMatch(/AWSSEC|test-|no longer in the issue table/);
}

describe('without a harmless call', () => {
  it('that anybody makes, the wait ends by itself and says what to look for', async () => {
    const stage = await startStage({ world, cloud: { templateEdit: withOperator } });
    explainFailure(stage);
    try {
      await stage.sweep();
      await beatOf(stage, account);
      const about = { config: configOf(world), account, makesTheCall: false };
      const { failures, lines } = await proveAlert(stage, about);
      expect(failures).toBe(1);
      expect(lines.at(-2)).toContain(`No StartLogging of account ${account} came from ${home}`);
    } finally {
      await stage.stop();
    }
  });
});
