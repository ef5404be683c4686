import type { Actor } from '#domain/facts/actor.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { AccountNames } from './affected.ts';
import { accountWords } from './affected.ts';
import type { Sentence, Span } from './announcement.ts';
import { code, plain, say } from './wording.ts';

type Words = (string | Span)[];

/** What the reader knows: the names of accounts, and the account that was just named and is not named again. */
interface Reader {
  readonly names: AccountNames;
  readonly here?: AccountId | undefined;
}

function inAccount(actor: Actor, { names, here }: Reader): Words {
  const account = parseAccountId(actor.accountId);
  if (account !== undefined && account === here) return [];
  if (account) return [` in ${accountWords(account, names)}`];
  return actor.accountId === undefined ? [] : [' in account ', code(actor.accountId, 40)];
}

/** The permission set in the name of a role made by Identity Center (`AWSReservedSSO_<set>_<16 hex digits>`). */
function permissionSet(role: string): string {
  return /^AWSReservedSSO_(.+?)(?:_[0-9a-f]{16})?$/s.exec(role)?.[1] ?? role;
}

/** CloudTrail's replacement for a user name of a failed sign-in, which may be a mistyped password (CloudTrail user guide). */
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const hides = ' whose name CloudTrail hides';

function personWords(person: string): Words {
  return person === hidden ? [`a user${hides}`] : [code(person)];
}

function nameWords(person: string | undefined): Words {
  if (person === undefined) return [];
  return person === hidden ? [hides] : [' ', code(person)];
}

/** The person and the role; `alone` replaces the role when the session names none. */
function withRole(actor: Actor, how: string, alone = ''): Words {
  const role = actor.role === undefined ? [alone] : [` ${how} `, code(permissionSet(actor.role))];
  return actor.person === undefined
    ? ['a session without a name', ...role]
    : [...personWords(actor.person), ...role];
}

/** CloudTrail's source for calls made by AWS itself. */
const internal = 'AWS Internal';

const services: Readonly<Record<string, string>> = {
  cloudformation: 'CloudFormation',
  cloudtrail: 'CloudTrail',
  controltower: 'Control Tower',
  organizations: 'AWS Organizations',
  servicecatalog: 'Service Catalog',
  ssm: 'Systems Manager',
};

function serviceWords(name: string): Words {
  const known = services[/^([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(name)?.[1] ?? ''];
  return known === undefined ? [code(name)] : [known];
}

function rootWords(actor: Actor, reader: Reader): Words {
  if (actor.rootSession !== undefined) return rootSession(actor, reader);
  return ['the root user', ...inAccount(actor, reader)];
}

/** A root session that the management account or a delegated administrator opened; its AssumeRoot call tells who. */
function rootSession(actor: Actor, reader: Reader): Words {
  const { rootSession: key = 'unknown' } = actor;
  const opened = key === 'unknown' ? [] : [' with the access key ', code(key, 40)];
  return [
    'a privileged root session',
    ...inAccount(actor, reader),
    ', opened from the management account or a delegated administrator: who it was says the AssumeRoot call that answered',
    ...(opened.length > 0 ? opened : [' with it']),
  ];
}

function accountOf(id: string, { names }: Reader): string | Span {
  const account = parseAccountId(id);
  return account ? accountWords(account, names) : code(id, 40);
}

/** Who used the identity: another account by temporary delegation, or a workload that its credentials were issued to. */
function usedBy({ delegate, workload }: Actor, reader: Reader): Words {
  return [
    ...(delegate === undefined
      ? []
      : [', used by ', accountOf(delegate, reader), ' through temporary delegation']),
    ...(workload === undefined ? [] : [', issued to ', code(workload)]),
  ];
}

function identity(actor: Actor, reader: Reader): Words {
  const { kind, person } = actor;
  const named = nameWords(person);
  switch (kind) {
    case 'root':
      return rootWords(actor, reader);
    case 'iam-user':
      return ['IAM user', ...named, ...inAccount(actor, reader)];
    case 'identity-center':
      return [
        ...withRole(actor, 'through Identity Center, permission set', ' through Identity Center'),
        ...inAccount(actor, reader),
      ];
    case 'assumed-role':
      return [...withRole(actor, 'with role'), ...inAccount(actor, reader)];
    case 'saml':
      return [
        ...withRole(actor, 'signed in through SAML, role', ', signed in through SAML'),
        ...inAccount(actor, reader),
      ];
    case 'web-identity':
      return [
        ...withRole(actor, 'signed in through a web identity, role', ', signed in through a web identity'),
        ...inAccount(actor, reader),
      ];
    case 'federated':
      return ['federated user', ...named, ...inAccount(actor, reader)];
    case 'directory':
      return ['directory user', ...named, ...inAccount(actor, reader)];
    case 'service':
      if ((actor.invokedBy ?? person) === internal) return ['AWS itself'];
      return ['the AWS service ', ...serviceWords(actor.invokedBy ?? person ?? 'unknown')];
    case 'aws-account':
      return ['a caller from another AWS account', ...named, ...inAccount(actor, reader)];
    case 'unknown':
      return person === undefined
        ? ['the event does not say who', ...inAccount(actor, reader)]
        : [...personWords(person), ...inAccount(actor, reader)];
  }
}

/**
 * The actor in words: the person, the role, the account, and the service that called on the person's behalf. The account
 * is left out where it is `here`, the one that the reader has just read of.
 */
export function whoWords(actor: Actor, names: AccountNames, here?: AccountId): Sentence {
  const reader: Reader = { names, here };
  const through = actor.kind === 'service' ? undefined : actor.invokedBy;
  const service = through === undefined ? [] : [', on whose behalf ', ...serviceWords(through), ' called'];
  return say(...identity(actor, reader), ...usedBy(actor, reader), ...service);
}

const withTool: Readonly<Record<NonNullable<Actor['tool']>, string>> = {
  console: 'in the AWS console',
  'AWS CLI': 'with the AWS CLI',
  Terraform: 'with Terraform',
  OpenTofu: 'with OpenTofu',
  Pulumi: 'with Pulumi',
  CloudFormation: 'through CloudFormation',
  SDK: 'with an AWS SDK',
  'Stratus Red Team': 'with Stratus Red Team (an attack simulation tool)',
  Pacu: 'with Pacu (an attack tool)',
};

/** How a call was made, in words: event name, tool, source address, MFA. */
export function howWords({ eventName, actor }: Trigger): Sentence {
  const { sourceIp, tool, mfa } = actor;
  const source = sourceIp === undefined ? '' : plain(sourceIp);
  const from = source === '' || source === actor.invokedBy ? [] : [' from ', code(source, 64)];
  const agent = tool === undefined ? unknownTool(actor) : [` ${withTool[tool]}`];
  const factor = mfa === undefined ? '' : mfa ? ', with MFA' : ', without MFA';
  return say(code(eventName, 64), ...agent, ...from, factor);
}

function unknownTool({ userAgent, invokedBy }: Actor): Words {
  const says = userAgent === undefined ? '' : plain(userAgent);
  // A calling service is its own user agent, and is already named.
  return ['', internal, invokedBy].includes(says) ? [] : [' with ', code(says, 60)];
}
