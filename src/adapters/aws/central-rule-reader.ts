import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ListRuleNamesByTargetCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import type { CentralRuleSight } from '#domain/facts/central-rules.ts';
import type { ReadCentralRules } from '#ports/central-rules.ts';
import { allPages } from './all-pages.ts';
import { digestOfPattern } from './digest-of.ts';

/** Where rules of the centre can be: buses, with the prefix of the names of ours, and the queues they send to. */
export interface CentralRulePlaces {
  readonly buses: readonly { readonly name: string; readonly prefix?: string }[];
  /** ARNs. */
  readonly queues: readonly string[];
}

/** Reads the rules of the centre: on each bus one list of rules, and for each queue one of those that send to it. */
export function centralRuleReader(
  events: EventBridgeClient,
  { buses, queues }: CentralRulePlaces,
): ReadCentralRules {
  const senders = (EventBusName: string, TargetArn: string) =>
    allPages(async (NextToken) => {
      const ask = new ListRuleNamesByTargetCommand({ EventBusName, TargetArn, NextToken });
      const answer = await events.send(ask);
      return { items: answer.RuleNames ?? [], next: answer.NextToken };
    });
  const rulesOn = (EventBusName: string, NamePrefix: string | undefined) =>
    allPages(async (NextToken) => {
      const answer = await events.send(new ListRulesCommand({ EventBusName, NamePrefix, NextToken }));
      return { items: answer.Rules ?? [], next: answer.NextToken };
    });
  return async () => {
    const seen = await Promise.all(
      buses.map(async ({ name: bus, prefix }): Promise<CentralRuleSight[]> => {
        const sending = await Promise.all(
          queues.map(async (queue) => ({ queue, names: await senders(bus, queue) })),
        );
        return (await rulesOn(bus, prefix)).map(({ Name: name = '', State, EventPattern }) => ({
          name,
          bus,
          digest: digestOfPattern(EventPattern),
          enabled: State !== 'DISABLED',
          queues: sending.flatMap(({ queue, names }) => (names.includes(name) ? [queue] : [])),
        }));
      }),
    );
    return seen.flat();
  };
}
