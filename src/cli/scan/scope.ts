import { assumedRoles } from '#adapters/aws/assumed-roles.ts';
import type { AssumeReadRole } from '#adapters/aws/assumed-roles.ts';
import type { OwnCredentials } from '#adapters/aws/own-credentials.ts';
import { namedRegion, ownCredentials, ownOrAssumed } from '#adapters/aws/own-credentials.ts';
import { Failure } from '#cli/habits/failure.ts';
import { systemClock } from '#doors/system-clock.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { partitionOf } from '#domain/values/partition.ts';
import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { Roll } from '#ports/organization.ts';

/** Which accounts a person wants to be scanned, and as whom. */
export interface ScopeOptions {
  readonly organization: boolean;
  readonly accounts: readonly string[];
  readonly profiles: readonly string[];
  readonly roleName: string | undefined;
}

/** The accounts of a scan, and the credentials to read them with. */
export interface Scope {
  readonly caller: OwnCredentials;
  readonly region: Region;
  readonly accounts: ReadonlyMap<AccountId, string>;
  readonly roll: Roll | undefined;
  readonly assume: AssumeReadRole;
}

const wrong = (what: string, remedy: string): Failure => new Failure({ what, remedy, exitCode: 2 });

function idsOf(texts: readonly string[]): readonly AccountId[] {
  return texts.map((text) => {
    const id = parseAccountId(text);
    if (id === undefined) throw wrong(`"${text}" is no account id`, 'Give its twelve digits.');
    return id;
  });
}

async function rollOf(caller: OwnCredentials): Promise<Roll> {
  const roll = await caller.organization(systemClock).fetchRoll();
  if (roll.kind === 'seen') return roll.value;
  const { operation, code } = roll.why;
  throw new Failure({
    what: `The accounts of the organization cannot be listed: ${operation} was refused with ${code}`,
    remedy:
      'Use credentials of the management account or of a delegated administrator, or name the accounts with --accounts.',
    exitCode: 3,
  });
}

/** What the organization tells of itself, where the caller may ask; a scan of one account goes on without it. */
async function rollIfAllowed(caller: OwnCredentials): Promise<Roll | undefined> {
  const roll = await caller.organization(systemClock).fetchRoll();
  return roll.kind === 'seen' ? roll.value : undefined;
}

async function namedAccounts(
  options: ScopeOptions,
  own: readonly OwnCredentials[],
): Promise<Pick<Scope, 'accounts' | 'roll'>> {
  const [caller] = own;
  if (caller === undefined) throw wrong('There is no account to scan', 'Name a profile with --profiles.');
  const wanted = idsOf(options.accounts);
  const roll = options.organization ? await rollOf(caller) : await rollIfAllowed(caller);
  if (!options.organization) {
    const ids = wanted.length > 0 ? wanted : own.map(({ account }) => account);
    return { accounts: new Map(ids.map((id) => [id, roll?.active.get(id) ?? ''])), roll };
  }
  const active = roll?.active ?? new Map<AccountId, string>();
  const stranger = wanted.find((id) => !active.has(id));
  if (stranger !== undefined)
    throw wrong(`${stranger} is no active account of the organization`, 'Check --accounts.');
  const ids = wanted.length > 0 ? wanted : [...active.keys()];
  return { accounts: new Map(ids.map((id) => [id, active.get(id) ?? ''])), roll };
}

/** Finds out who asks, which accounts there are, and how to read them. Throws `Failure` with the remedy. */
export async function scopeOf(options: ScopeOptions): Promise<Scope> {
  const region = parseRegion(await namedRegion(options.profiles[0]));
  if (region === undefined)
    throw wrong('The AWS Region is no Region code', 'Correct --region or AWS_REGION.');
  const profiles = options.profiles.length > 0 ? options.profiles : [undefined];
  const own: OwnCredentials[] = [];
  for (const profile of profiles) own.push(await ownCredentials(region, profile));
  const named = await namedAccounts(options, own);
  const [caller] = own;
  if (caller === undefined) throw wrong('There are no credentials', 'Name a profile with --profile.');
  const ownIds = new Set(own.map(({ account }) => account));
  const others = [...named.accounts.keys()].filter((id) => !ownIds.has(id));
  const { roleName } = options;
  if (others.length > 0 && roleName === undefined)
    throw wrong(
      `${others.length} other accounts are read through a role in each of them, and none is named`,
      'Name it with --role-name, as OrganizationAccountAccessRole; member-template scan-role prints one that can only read.',
    );
  const assume = assumedRoles({ region, partition: partitionOf(region), roleName: roleName ?? '' });
  return { caller, region, ...named, assume: ownOrAssumed(own, assume) };
}
