import * as z from 'zod';

const accountId = z.string().regex(/^\d{12}$/, 'expected an account id: twelve digits, as text');
const region = z.string().regex(/^[a-z]{2,}(-[a-z0-9]+)+$/, 'expected a Region code such as eu-west-1');
const moment = z.union([z.number(), z.iso.datetime().transform((text) => Date.parse(text))]);
const json = z.record(z.string(), z.unknown());
const deliveryError = z.union([z.string(), z.strictObject({ error: z.string(), regions: z.array(region) })]);

/** Delivery errors that last until they are removed; each is a code, or a code and the Regions concerned. */
export const DeliveryErrors = z.strictObject({
  s3: deliveryError.optional(),
  digest: deliveryError.optional(),
  cloudWatchLogs: deliveryError.optional(),
  notification: deliveryError.optional(),
});
export type DeliveryErrors = z.output<typeof DeliveryErrors>;

/** An account's state in the organization: the values of Organizations' `State`. */
export const AccountState = z.enum([
  'PENDING_ACTIVATION',
  'ACTIVE',
  'SUSPENDED',
  'PENDING_CLOSURE',
  'CLOSED',
]);
export type AccountState = z.output<typeof AccountState>;

/** The answer to a member that asks for the status of an organization trail; AWS gives all three. */
export const MemberView = z.enum(['is-logging-only', 'arn-invalid', 'not-found']);
export type MemberView = z.output<typeof MemberView>;

const Organization = z.strictObject({
  id: z.string().regex(/^o-[a-z0-9]{4,32}$/, 'expected an organization id such as o-exampleorg'),
  managementAccountId: accountId,
  trustedAccess: z.array(z.string()).default(['cloudtrail.amazonaws.com', 'account.amazonaws.com']),
  delegatedAdministrators: z.record(z.string(), z.array(accountId)).default({}),
  memberView: MemberView.default('is-logging-only'),
  stackSetUnits: z.array(z.string()).default([]),
});

const Account = z.strictObject({
  id: accountId,
  name: z.string().min(1),
  state: AccountState.default('ACTIVE'),
  regions: z.array(region).optional(),
  readRole: z.boolean().default(true),
  forwarding: z.boolean().default(true),
  member: z.boolean().default(true),
});

const Trail = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{2,127}$/, 'expected a trail name: 3 to 128 letters, digits, . _ -'),
  accountId,
  homeRegion: region,
  multiRegion: z.boolean().default(false),
  organization: z.boolean().default(false),
  globalServiceEvents: z.boolean().default(true),
  bucket: z.string(),
  prefix: z.string().optional(),
  kmsKeyId: z.string().optional(),
  logGroupArn: z.string().optional(),
  logsRoleArn: z.string().optional(),
  topicArn: z.string().optional(),
  logFileValidation: z.boolean().default(true),
  logging: z.boolean().default(true),
  startedAt: moment.optional(),
  stoppedAt: moment.optional(),
  selectors: z.array(json).optional(),
  advancedSelectors: z.array(json).optional(),
  deliveryErrors: DeliveryErrors.default({}),
});

/** Whether a key can be used. */
export const KeyState = z.enum(['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport', 'Unavailable']);
export type KeyState = z.output<typeof KeyState>;

const Key = z.strictObject({
  arn: z.string().regex(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, 'expected the ARN of a key'),
  state: KeyState.default('Enabled'),
  policy: json.optional(),
});

const eventDataStore = /^arn:aws:cloudtrail:[a-z0-9-]+:\d{12}:eventdatastore\/[\w-]+$/;

const Channel = z.strictObject({
  arn: z
    .string()
    .regex(/^arn:aws:cloudtrail:[a-z0-9-]+:\d{12}:channel\/[\w/-]+$/, 'expected the ARN of a channel'),
  allRegions: z.boolean().default(true),
  advancedSelectors: z.array(json).default([]),
});

const Role = z.strictObject({
  accountId,
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'expected the name of a role'),
  attached: z.array(z.string()).default([]),
});

const Bucket = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected a bucket name'),
  accountId,
  region,
  policy: json.nullable().optional(),
  versioning: z.enum(['Enabled', 'Suspended']).optional(),
  notEmpty: z.boolean().default(false),
});

/** Everything that exists when the local cloud starts; `docs/local-cloud-world.md` documents every field. */
export const World = z.strictObject({
  organization: Organization.optional(),
  regions: z.array(region).min(1),
  accounts: z.array(Account).min(1),
  trails: z.array(Trail).default([]),
  buckets: z.array(Bucket).default([]),
  keys: z.array(Key).default([]),
  roles: z.array(Role).default([]),
  channels: z.array(Channel).default([]),
  eventDataStores: z
    .array(z.string().regex(eventDataStore, 'expected the ARN of an event data store'))
    .default([]),
});
export type World = z.input<typeof World>;

/** A world with all defaults filled in and references checked. */
export type CheckedWorld = z.output<typeof World>;

/** The error for an invalid world; the message names every fault with its path, one per line. */
export class WorldError extends Error {
  override readonly name = 'WorldError';
}

/** `input` as a world with all defaults. Throws WorldError naming all faults at once. */
export function checkWorld(input: unknown): CheckedWorld {
  const parsed = World.safeParse(input);
  const faults = parsed.success
    ? danglingReferences(parsed.data)
    : parsed.error.issues.map((issue) => `${z.core.toDotPath(issue.path) || 'world'}: ${issue.message}`);
  if (!parsed.success || faults.length > 0) {
    throw new WorldError(`This world cannot be built:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  }
  return parsed.data;
}

function danglingReferences(world: CheckedWorld): string[] {
  const accounts = new Set(world.accounts.map(({ id }) => id));
  const noAccount = (path: string, id: string): string[] =>
    accounts.has(id) ? [] : [`${path}: no account ${id} in accounts`];
  const noRegion = (path: string, code: string): string[] =>
    world.regions.includes(code) ? [] : [`${path}: Region ${code} is not in regions`];
  const owner = world.organization?.managementAccountId;
  return [
    ...duplicates(
      'accounts',
      world.accounts.map(({ id }) => id),
    ),
    ...duplicates(
      'buckets',
      world.buckets.map(({ name }) => name),
    ),
    ...duplicates(
      'trails',
      world.trails.map((trail) => `${trail.accountId}/${trail.homeRegion}/${trail.name}`),
    ),
    ...(owner === undefined ? [] : noAccount('organization.managementAccountId', owner)),
    ...world.accounts.flatMap(({ regions = [] }, index) =>
      regions.flatMap((code, position) => noRegion(`accounts[${index}].regions[${position}]`, code)),
    ),
    ...world.buckets.flatMap((bucket, index) => noAccount(`buckets[${index}].accountId`, bucket.accountId)),
    ...world.trails.flatMap((trail, index) => [
      ...noAccount(`trails[${index}].accountId`, trail.accountId),
      ...noRegion(`trails[${index}].homeRegion`, trail.homeRegion),
      ...(trail.organization && trail.accountId !== owner
        ? [`trails[${index}].accountId: organization trails belong to the management account`]
        : []),
    ]),
  ];
}

function duplicates(path: string, keys: readonly string[]): string[] {
  const seen = new Set<string>();
  return keys.flatMap((key, index) => {
    const twice = seen.has(key);
    seen.add(key);
    return twice ? [`${path}[${index}]: ${key} is there twice`] : [];
  });
}
