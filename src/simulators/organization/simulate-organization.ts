import type { AwsAnswer, AwsCall, Clock } from '#simulators/wire.ts';

import type { Credentials } from './credentials.ts';
import { credentialDesk } from './credentials.ts';
import { deliveryAgenda } from './delivery-agenda.ts';
import type { CallLogEntry } from './desk.ts';
import { answerDesk } from './desk.ts';
import { doorman, readsOnly } from './doorman.ts';
import { eventHistory } from './event-history.ts';
import type { Deliver } from './events.ts';
import { eventDesk } from './events.ts';
import type { Faults, FaultState } from './faults.ts';
import { faultSwitches, noFaults } from './faults.ts';
import type { DeployedForwarding, EventRule, ForwardingState } from './forwarding.ts';
import { forwardingState } from './forwarding.ts';
import type { Identity } from './identities.ts';
import { readRoleChanges, rightsOf } from './changed-roles.ts';
import { simulatedServices } from './services.ts';
import { initialState } from './state.ts';
import { worldChanges } from './world-changes.ts';
import type { CheckedWorld, World } from './world.ts';
import { checkWorld } from './world.ts';

/** The settings of a simulated organization. */
export interface OrganizationOptions {
  readonly world: World;
  readonly clock: Clock;
  /** The role that reads in the accounts, by name. */
  readonly readRoleName: string;
  /** Whether the read role may do `action` on `resource`; default: every read. */
  readonly readRolePolicy?: (action: string, resource: string) => boolean;
  /** The rules that forward events, in every account that has them; default: none. */
  readonly forwarding?: DeployedForwarding;
  /** Receives the event of every mutating call, with the account and Region of the default bus. */
  readonly deliver: Deliver;
}

/** An AWS organization that answers unmodified SDK clients. */
export interface SimulatedOrganization {
  /** The signing names it answers. */
  readonly services: ReadonlySet<string>;
  answer(call: AwsCall): Promise<AwsAnswer>;
  /** Credentials of a person for real SDK clients; the same ones each time for the same person. */
  credentials(who: { readonly accountId: string; readonly identity: Identity }): Credentials;
  /** The next delivery attempt that may change what a status says, in milliseconds since the epoch. */
  nextDue(): number | undefined;
  /** Marks all attempts up to `now` as passed. */
  runDue(now: number): void;
  /** Every call that was answered, oldest first. */
  readonly calls: readonly CallLogEntry[];
  /** Every operation it answers, as `service:Operation`. */
  readonly operations: readonly string[];
  /** Requests that are not simulated; a test must fail when this list is not empty. */
  readonly unknownOperations: readonly string[];
  readonly faults: Faults;
  /** Puts the deployed parts of an account back and lets its roles in again, as the stack sets and an administrator would. */
  redeploy(account: string): void;
  /** The rules on the default bus of an account and Region, as they are at present. */
  rules(account: string, region: string): readonly EventRule[];
  /** Whether EventBridge may assume the account's role of this ARN, and whether that may do `action`. */
  roleMay(account: string, roleArn: string, action: string, resource: string): boolean;
}

/** Builds the organization of a world. Throws WorldError when the world is inconsistent. */
export function simulateOrganization(options: OrganizationOptions): SimulatedOrganization {
  const { clock, deliver, readRoleName, readRolePolicy = readsOnly } = options;
  const checked = checkWorld(options.world);
  const state = initialState(checked, clock);
  const faults = noFaults();
  const agenda = deliveryAgenda(state, clock);
  const credentials = credentialDesk(clock);
  const history = eventHistory();
  const events = eventDesk({ state, clock, deliver, remember: history.remember, isCut: () => faults.isCut });
  const unknownOperations: string[] = [];
  const shared = { clock, credentials, events, unknownOperations };
  const forwarding = forwardingState(state.accounts, options.forwarding);
  putRoles(forwarding, checked);
  const foundation = { ...shared, state, faults, agenda, history, forwarding, readRoleName };
  const services = simulatedServices(foundation);
  const isActive = (id: string) => (state.accounts.get(id)?.state ?? 'ACTIVE') === 'ACTIVE';
  const isEnabled = (id: string, one: string) => state.accounts.get(id)?.regions.has(one) ?? true;
  const changedRole = readRoleChanges({ deployed: options.forwarding, state, forwarding, readRoleName });
  const admit = doorman({ faults, readRoleName, readRolePolicy, isActive, isEnabled, changedRole });
  const desk = answerDesk({ ...shared, services, admit });
  return {
    services: new Set(services.map(({ name }) => name)),
    operations: services.flatMap(({ name, operations }) =>
      Object.keys(operations).map((one) => `${name}:${one}`),
    ),
    answer: async (call) => desk.answer(call),
    credentials: credentials.issue,
    nextDue: agenda.nextDue,
    runDue: agenda.runDue,
    calls: desk.calls,
    unknownOperations,
    redeploy: (id) => restored(faults, forwarding, id),
    rules: forwarding.rules,
    roleMay: rightsOf(forwarding),
    faults: faultSwitches(faults, {
      ...worldChanges({ state, clock, agenda, events }),
      deadLetters: forwarding.setMessages,
    }),
  };
}

function restored({ unreadable }: FaultState, forwarding: ForwardingState, account: string): void {
  unreadable.delete(account);
  forwarding.restore(account);
}

/** The roles of the world, beside those that are deployed. */
function putRoles(forwarding: ForwardingState, { roles }: CheckedWorld): void {
  for (const { accountId, ...role } of roles)
    forwarding.putRole(accountId, { ...role, trust: {}, policies: {} });
}
