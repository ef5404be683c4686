import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import type { Template } from '#simulators/aws-cloud/template.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { separateAccounts } from './worlds.ts';

const account = '500000000001';

/** The resources of `Type` whose properties mention every one of `words`; throws when there is none. */
function named(template: Template, Type: string, ...words: readonly string[]): readonly string[] {
  const found = Object.entries(template.Resources).filter(([, resource]) => {
    const text = JSON.stringify(resource.Properties ?? {});
    return resource.Type === Type && words.every((word) => text.includes(`"${word}"`));
  });
  if (found.length === 0) throw new Error(`the template has no ${Type} with ${words.join(' and ')}`);
  return found.map(([logicalId]) => logicalId);
}

const without =
  (Type: string, ...words: readonly string[]) =>
  (template: Template): Template => {
    for (const id of named(template, Type, ...words)) Reflect.deleteProperty(template.Resources, id);
    return template;
  };

const mapping = 'AWS::Lambda::EventSourceMapping';

/** What people would have seen by now: messages, and tickets. */
const told = (stage: Stage) => ({
  messages: stage.messages(account).length,
  tickets: stage.tickets(account).length,
});
const waiting = async (stage: Stage, queue: string): Promise<number> => {
  const { visible, delayed } = await stage.cloud.queue(queue);
  return visible.length + delayed.length;
};

interface Removal {
  readonly part: string;
  readonly edit: (template: Template) => Template;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly expected: { readonly messages: number; readonly tickets: number };
  /** What happens before the trail is stopped. */
  readonly first?: (stage: Stage) => void;
  /** Where the trace of it is to be seen. */
  readonly reason: (stage: Stage) => Promise<unknown>;
}

async function played(
  { edit, config = {} }: Pick<Removal, 'edit' | 'config'>,
  story: (stage: Stage) => Promise<void>,
) {
  const stage = await startStage({
    world: separateAccounts({ alone: account }),
    documents: { config },
    cloud: { templateEdit: edit },
  });
  explainFailure(stage);
  try {
    await story(stage);
  } finally {
    await stage.stop();
  }
}

const stopTrail = async (stage: Stage): Promise<void> => {
  await stage.cloudTrail(account).send(new StopLoggingCommand({ Name: 'main' }));
  await stage.later();
};

const removals: readonly Removal[] = [
  {
    part: 'nothing (everything arrives)',
    edit: (template) => template,
    expected: { messages: 1, tickets: 1 },
    reason: async (stage) => expect(stage.cloud.undelivered).toEqual([]),
  },
  {
    part: 'the central rule: the event matches nothing',
    // The queue's policy names the rule, and goes with it.
    edit: (template) =>
      without(
        'AWS::SQS::QueuePolicy',
        'EventsQueue',
      )(without('AWS::Events::Rule', 'aws.cloudtrail')(template)),
    expected: { messages: 0, tickets: 0 },
    reason: async (stage) => {
      expect(stage.road.taken).toHaveLength(1);
      expect(stage.cloud.undelivered).toEqual([]);
    },
  },
  {
    part: "the bus's policy: the members' call is refused",
    edit: without('AWS::Events::EventBusPolicy'),
    expected: { messages: 0, tickets: 0 },
    reason: async (stage) =>
      expect(stage.cloud.calls.map(({ refused }) => refused)).toContainEqual(
        expect.stringContaining('the bus policy does not let'),
      ),
  },
  {
    part: "the queue's policy: the rule may not fill the queue",
    edit: without('AWS::SQS::QueuePolicy', 'EventsQueue'),
    expected: { messages: 0, tickets: 0 },
    reason: async (stage) =>
      expect(stage.cloud.undelivered).toContainEqual(
        expect.objectContaining({ to: expect.stringContaining('EventsQueue') }),
      ),
  },
  {
    part: 'the mapping of the events queue: events wait for ever',
    edit: without(mapping, 'EventsQueue'),
    expected: { messages: 0, tickets: 0 },
    reason: async (stage) => expect(await waiting(stage, 'EventsQueue')).toBe(1),
  },
  {
    part: "the Slack reporter's mapping of the stream: nobody hears where there is no Jira",
    edit: without(mapping, 'IssuesTable', 'ReportToSlackLambdaFunction'),
    // With Jira the ticket would ask for the message: one reporter stands in for the other.
    config: { jira: { enabled: false } },
    expected: { messages: 0, tickets: 0 },
    reason: async () => undefined,
  },
  {
    part: "the Jira reporter's mapping of the stream: nobody hears where there is no Slack",
    edit: without(mapping, 'IssuesTable', 'ReportToJiraLambdaFunction'),
    // With Slack the message would ask for the ticket.
    config: { slack: { enabled: false } },
    expected: { messages: 0, tickets: 0 },
    reason: async () => undefined,
  },
  {
    part: "the Slack reporter's own queue: the ticket never shows in the message",
    edit: without(mapping, 'SlackQueue'),
    // The reporters race each other; here the message is first, or it would name the ticket from the beginning.
    first: (stage) => {
      stage.jira.hook = () =>
        stage.messages(account).length === 0 ? { status: 503, headers: { 'retry-after': '1' } } : 'serve';
    },
    expected: { messages: 1, tickets: 1 },
    reason: async (stage) => {
      expect(stage.messages(account)[0]).not.toContain('AWSSEC-1');
      expect(await waiting(stage, 'SlackQueue')).toBeGreaterThan(0);
    },
  },
];

describe('without', () => {
  it.each(removals)('$part', async ({ edit, config, first, expected, reason }) => {
    await played({ edit, ...(config && { config }) }, async (stage) => {
      first?.(stage);
      await stopTrail(stage);
      expect(told(stage)).toEqual(expected);
      await reason(stage);
    });
  });

  it("the Jira reporter's own queue a ticket that could not be written at first is never written", async () => {
    await played({ edit: without(mapping, 'JiraQueue') }, async (stage) => {
      stage.jira.hook = () => ({ status: 503, headers: { 'retry-after': '2' } });
      await stopTrail(stage);
      stage.jira.hook = () => 'serve';
      await stage.later(60_000);
      expect(told(stage)).toEqual({ messages: 1, tickets: 0 });
      expect(await waiting(stage, 'JiraQueue')).toBeGreaterThan(0);
    });
  });

  it('the mapping of the sweep queue the sweep is never evaluated', async () => {
    await played({ edit: without(mapping, 'SweepQueue') }, async (stage) => {
      stage.organization.faults.cutEvents(true);
      await stopTrail(stage);
      await stage.sweep();
      expect(told(stage)).toEqual({ messages: 0, tickets: 0 });
      expect(await waiting(stage, 'SweepQueue')).toBe(1);
    });
  });

  it('the right of the schedules to call the functions nobody sweeps, watches or closes', async () => {
    await played({ edit: without('AWS::Lambda::Permission') }, async (stage) => {
      await stage.sweep();
      await stage.watch(1);
      await stage.reconcile();
      const refused = stage.cloud.undelivered.map(({ to }) => to.split(':').at(-1));
      const scheduled = ['SweepLambdaFunction', 'WatchOpenLambdaFunction', 'ReconcileDayLambdaFunction'];
      expect(refused).toEqual(expect.arrayContaining(scheduled.map((name) => stage.cloud.nameOf(name))));
      expect(stage.cloud.calls).toEqual([]);
    });
  });
});
