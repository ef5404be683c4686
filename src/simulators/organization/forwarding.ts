import type { Account } from './state.ts';

/** The target of a rule, with AWS's member names. */
export interface EventTarget {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string | undefined;
  readonly DeadLetterConfig?: { readonly Arn: string } | undefined;
}

/** A rule on an account's default bus; `pattern` is JSON text, as EventBridge keeps it. */
export interface EventRule {
  readonly name: string;
  readonly pattern: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly targets: readonly EventTarget[];
}

/** The rules and queues that are deployed into every forwarding account of the world. */
export interface DeployedForwarding {
  readonly rulesIn: (region: string, account: string) => readonly EventRule[];
  /** The name of the dead-letter queue. */
  readonly deadLetters: string;
}

/** The rules and the dead-letter queues of all accounts and Regions. */
export interface ForwardingState {
  rules(account: string, region: string): readonly EventRule[];
  /** Replaces the rule of the same name by `rule`. */
  put(account: string, region: string, rule: EventRule): void;
  remove(account: string, region: string, name: string): void;
  /** The number of messages in the queue `name`; undefined when there is no such queue. */
  messages(account: string, region: string, name: string): number | undefined;
  /** Sets the number of messages in the dead-letter queue. */
  setMessages(account: string, region: string, messages: number): void;
}

/** The forwarding of all accounts; a Region's state is created at its first change, to save memory. */
export function forwardingState(
  accounts: ReadonlyMap<string, Account>,
  deployed: DeployedForwarding | undefined,
): ForwardingState {
  const changed = new Map<string, readonly EventRule[]>();
  const letters = new Map<string, number>();
  const key = (account: string, region: string): string => `${account}/${region}`;
  const isDeployed = (account: string): boolean => accounts.get(account)?.forwarding === true;
  const rules: ForwardingState['rules'] = (account, region) =>
    changed.get(key(account, region)) ??
    (isDeployed(account) ? (deployed?.rulesIn(region, account) ?? []) : []);
  const without = (account: string, region: string, name: string): EventRule[] =>
    rules(account, region).filter((rule) => rule.name !== name);
  return {
    rules,
    put: (account, region, rule) =>
      void changed.set(key(account, region), [...without(account, region, rule.name), rule]),
    remove: (account, region, name) => void changed.set(key(account, region), without(account, region, name)),
    messages: (account, region, name) =>
      isDeployed(account) && name === deployed?.deadLetters
        ? (letters.get(key(account, region)) ?? 0)
        : undefined,
    setMessages: (account, region, messages) => void letters.set(key(account, region), messages),
  };
}
