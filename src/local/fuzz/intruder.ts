import type { TrailSight } from '#domain/facts/observation.ts';
import type { SimulatedOrganization } from '#simulators/organization/simulate-organization.ts';
import type { AwsCalls, Desk } from './call-aws.ts';
import { AwsRefusal } from './call-aws.ts';
import type { Home } from './fuzz-organization.ts';
import { readTrails } from './read-account.ts';

/** The administrator of the attacked account, whose choices `random` makes. */
export interface Intruder {
  readonly home: Home;
  readonly calls: AwsCalls;
  readonly desk: (region: string) => Desk;
  readonly random: () => number;
  /** One of `items`, which must not be empty. */
  pick<Item>(items: readonly Item[]): Item;
  /** The account's own trails, each once. */
  trails(): Promise<readonly TrailSight[]>;
}

/** Signs the administrator of `home` in. */
export function intruderIn(
  home: Home,
  { organization, calls }: { readonly organization: SimulatedOrganization; readonly calls: AwsCalls },
  random: () => number,
): Intruder {
  const identity = { kind: 'role', role: 'Admin', session: 'mallory', mfa: true } as const;
  const { accessKeyId } = organization.credentials({ accountId: home.account, identity });
  const desk = (region: string): Desk => ({ accessKeyId, region });
  return {
    home,
    calls,
    random,
    desk,
    pick(items) {
      const item = items[Math.floor(random() * items.length)];
      if (item === undefined) throw new Error('nothing to choose from');
      return item;
    },
    async trails() {
      const seen = await Promise.all(
        ['eu-west-1', 'us-east-1'].map((region) => readTrails(calls, desk(region))),
      );
      const all = seen.flatMap((one) => (one.kind === 'seen' ? one.value : []));
      return [...new Map(all.map((one) => [one.trail.arn, one])).values()];
    },
  };
}

/** What was called, for the story; a refused call is no fault of the sequence. */
export async function attempted(what: string, call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return what;
  } catch (error) {
    if (error instanceof AwsRefusal) return `${what} (refused: ${error.name})`;
    throw error;
  }
}
