import type { Account, Fields } from './state.ts';

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

/** A role of an account: its trust, its inline policies by name, and the ARNs of managed ones. */
export interface DeployedRole {
  readonly name: string;
  readonly trust: Fields;
  readonly policies: Readonly<Record<string, Fields>>;
  readonly attached: readonly string[];
  readonly boundary?: string | undefined;
}

/** The stacks that hold the deployed parts of an account, by name. */
export interface DeployedStacks {
  /** In one Region; removed, it takes the roles along. */
  readonly roles: string;
  /** In every Region; removed, it takes the rules, the queue and the schedule of the Region along. */
  readonly rules: string;
}

/** The parts that are deployed into every forwarding account of the world. */
export interface DeployedForwarding {
  readonly rulesIn: (region: string, account: string) => readonly EventRule[];
  readonly rolesIn: (account: string) => readonly DeployedRole[];
  readonly stacks: DeployedStacks;
  /** The name of the dead-letter queue. */
  readonly deadLetters: string;
}

/** The rules, roles and dead-letter queues of all accounts and Regions. */
export interface ForwardingState {
  readonly stacks: DeployedStacks | undefined;
  rules(account: string, region: string): readonly EventRule[];
  /** Replaces the rule of the same name by `rule`. */
  put(account: string, region: string, rule: EventRule): void;
  remove(account: string, region: string, name: string): void;
  roles(account: string): readonly DeployedRole[];
  /** Replaces the role of the same name by `role`. */
  putRole(account: string, role: DeployedRole): void;
  removeRole(account: string, name: string): void;
  /** Takes all rules and the queue of a Region away. */
  clear(account: string, region: string): void;
  /** The number of messages in the queue `name`; undefined when there is no such queue. */
  messages(account: string, region: string, name: string): number | undefined;
  /** Sets the number of messages in the dead-letter queue. */
  setMessages(account: string, region: string, messages: number): void;
  /** Puts everything in the account back as it was deployed. */
  restore(account: string): void;
}

const key = (account: string, region: string): string => `${account}/${region}`;

/** The forwarding of all accounts; a Region's state is created at its first change, to save memory. */
export function forwardingState(
  accounts: ReadonlyMap<string, Account>,
  deployed: DeployedForwarding | undefined,
): ForwardingState {
  const changed = new Map<string, readonly EventRule[]>();
  const changedRoles = new Map<string, readonly DeployedRole[]>();
  const letters = new Map<string, number | undefined>();
  const isDeployed = (account: string): boolean => accounts.get(account)?.forwarding === true;
  const rules: ForwardingState['rules'] = (account, region) =>
    changed.get(key(account, region)) ??
    (isDeployed(account) ? (deployed?.rulesIn(region, account) ?? []) : []);
  const without = (account: string, region: string, name: string): EventRule[] =>
    rules(account, region).filter((rule) => rule.name !== name);
  const roles: ForwardingState['roles'] = (account) =>
    changedRoles.get(account) ?? (isDeployed(account) ? (deployed?.rolesIn(account) ?? []) : []);
  const withoutRole = (account: string, name: string): DeployedRole[] =>
    roles(account).filter((role) => role.name !== name);
  return {
    stacks: deployed?.stacks,
    rules,
    put: (account, region, rule) =>
      void changed.set(key(account, region), [...without(account, region, rule.name), rule]),
    remove: (account, region, name) => void changed.set(key(account, region), without(account, region, name)),
    roles,
    putRole: (account, role) => void changedRoles.set(account, [...withoutRole(account, role.name), role]),
    removeRole: (account, name) => void changedRoles.set(account, withoutRole(account, name)),
    clear: (account, region) => {
      changed.set(key(account, region), []);
      letters.set(key(account, region), undefined);
    },
    messages: (account, region, name) => {
      const here = key(account, region);
      if (!isDeployed(account) || name !== deployed?.deadLetters) return undefined;
      return letters.has(here) ? letters.get(here) : 0;
    },
    setMessages: (account, region, messages) => void letters.set(key(account, region), messages),
    restore: (account) => [changed, changedRoles, letters].forEach((kept) => forget(kept, account)),
  };
}

/** Takes what is kept of an account and of its Regions away. */
function forget(kept: Map<string, unknown>, account: string): void {
  for (const name of [...kept.keys()].filter((one) => one.split('/')[0] === account)) kept.delete(name);
}
