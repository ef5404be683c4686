import pLimit from 'p-limit';
import type { Sight, Unreadable } from '#domain/facts/observation.ts';
import type { Sweep } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso, plusSeconds } from '#domain/values/instant.ts';
import type { Baseline } from '#ports/baseline.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { Organization, Roll, RollStore } from '#ports/organization.ts';
import type { SweepLog } from '#ports/sweep-log.ts';
import { reasonOf } from '#usecases/reason-of.ts';

/** The organization, the stores and the queue of the sweep. */
export interface SweepParts {
  readonly organization: Pick<Organization, 'fetchIdentity' | 'fetchRoll'>;
  /** Whether the organization lists the accounts to watch; else the configuration does. */
  readonly listsAccounts: boolean;
  readonly rolls: RollStore;
  readonly sweeps: SweepLog;
  readonly baseline: Baseline;
  readonly followUps: FollowUps;
  readonly clock: Clock;
  /** The accounts to watch: of the organization's accounts, or without an organization all configured ones. */
  readonly watched: (known: ReadonlyMap<AccountId, string> | undefined) => ReadonlyMap<AccountId, string>;
  /** The management account, which may own organization trails, if configured. */
  readonly managementAccount: AccountId | undefined;
  readonly enabled: boolean;
  /** Told at once why the accounts could not be listed: the sweep then goes on with those of last time, or fails. */
  readonly noteRefusal: (why: Unreadable) => void;
}

/** The shortest deadline of a sweep, in seconds: longer than five receives of a message take. */
const minimumDeadlineSeconds = 2 * 3600;
/** What each account adds to the deadline, in seconds: four times what it takes, two accounts at a time. */
const secondsPerAccount = 6;
/** How long before the members the trail owners are evaluated, in seconds: members use the status read there. */
const ownersHeadStartSeconds = 20;

/** Up to this many accounts are sent without a delay. */
const sendAtOnceLimit = 100;
/** More accounts are spread over this time, in seconds, batch by batch: SQS delays a message by 900 s at most. */
const spreadOverSeconds = 900 - ownersHeadStartSeconds;
const messagesPerBatch = 10;
const batchesAtOnce = 16;

interface Known {
  readonly roll: Roll | undefined;
  readonly refused?: Unreadable | undefined;
}

/** The roll as it was read, unless its list of accounts leaves out what every organization has: then it is no answer. */
function believed(sight: Sight<Roll>, managementAccount: AccountId | undefined): Sight<Roll> {
  if (sight.kind === 'unreadable') return sight;
  const { active, management = managementAccount } = sight.value;
  const whole = active.size > 0 && (management === undefined || active.has(management));
  const message = `The list of ${active.size} accounts does not have the management account.`;
  return whole
    ? sight
    : { kind: 'unreadable', why: { operation: 'organizations:ListAccounts', code: 'ListCutShort', message } };
}

/** The roll, or why there is none. A call that failed is no reason for no sweep: last time's accounts are known. */
async function fetchRoll({ organization }: SweepParts): Promise<Sight<Roll>> {
  try {
    return await organization.fetchRoll();
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const code = cause instanceof Error ? cause.name : 'NoAnswer';
    return {
      kind: 'unreadable',
      why: { operation: 'organizations:ListAccounts', code, message: reasonOf(error) },
    };
  }
}

/** The organization's accounts as they are now; if AWS does not list them, as they were last read. */
async function readOrKeptRoll(parts: SweepParts): Promise<Known> {
  if (!parts.listsAccounts) return { roll: undefined };
  const sight = believed(await fetchRoll(parts), parts.managementAccount);
  if (sight.kind === 'seen') {
    await parts.rolls.keepRoll(sight.value);
    return { roll: sight.value };
  }
  parts.noteRefusal(sight.why);
  const { operation, code, message } = sight.why;
  const roll = await parts.rolls.readRoll();
  if (!roll)
    throw new Error(`The organization's accounts cannot be listed: ${operation}: ${code}: ${message}`);
  return { roll, refused: sight.why };
}

/** Where the configuration lists the accounts: keeps the id of their organization, which the judges of policies need. */
async function keepIdentity({ organization, rolls, watched, clock }: SweepParts): Promise<void> {
  const at = clock.now();
  const identity = await organization.fetchIdentity();
  // A refusal leaves what was read before.
  if (identity.kind === 'seen') await rolls.keepRoll({ at, active: watched(undefined), ...identity.value });
}

async function trailOwnersOf(parts: SweepParts, roll: Roll | undefined): Promise<ReadonlySet<AccountId>> {
  const last = await parts.sweeps.readLatestSweep();
  const outcomes = last ? await parts.sweeps.listOutcomes(last.id) : [];
  const seen = outcomes.filter(({ ownsOrganizationTrail }) => ownsOrganizationTrail);
  const management = roll?.management ?? parts.managementAccount;
  return new Set([...(management ? [management] : []), ...seen.map(({ account }) => account)]);
}

function requestsOf({ id, baseline }: Sweep, accounts: readonly AccountId[]): EvaluationRequest[] {
  return accounts.map((account) => ({
    account,
    regions: 'all',
    why: 'sweep',
    triggers: [],
    sweep: id,
    ...(baseline ? { baseline } : {}),
  }));
}

/** Sends requests with delays from `start` seconds on; those of a large organization are spread over time. */
async function sendAll(
  { followUps }: SweepParts,
  requests: readonly EvaluationRequest[],
  start: number,
): Promise<void> {
  if (requests.length <= sendAtOnceLimit) return followUps.evaluateAll(requests, start);
  const each = Math.min(1, spreadOverSeconds / requests.length);
  const limit = pLimit(batchesAtOnce);
  const firsts = Array.from(
    { length: Math.ceil(requests.length / messagesPerBatch) },
    (_, batch) => batch * messagesPerBatch,
  );
  await limit.map(firsts, (first) =>
    followUps.evaluateAll(requests.slice(first, first + messagesPerBatch), start + Math.floor(first * each)),
  );
}

/**
 * Asks for an evaluation of every watched account, one message each, owners of organization trails first. The sweep
 * judges nothing itself, so it cannot disagree with evaluations after events. Repeating it for the same moment repeats
 * the same sweep. Returns the sweep; undefined while detection is off.
 */
export function sweepOrganization(parts: SweepParts): (asked: Instant) => Promise<Sweep | undefined> {
  return async (asked) => {
    if (!parts.enabled) return undefined;
    const { roll, refused } = await readOrKeptRoll(parts);
    const trailOwners = await trailOwnersOf(parts, roll);
    const now = parts.clock.now();
    const accounts = [...parts.watched(roll?.active).keys()];
    const sweep = await parts.sweeps.beginSweep({
      id: iso(asked),
      startedAt: now,
      deadline: plusSeconds(now, Math.max(minimumDeadlineSeconds, secondsPerAccount * accounts.length)),
      accounts,
      baseline: (await parts.baseline.acceptedAt()) === undefined,
      listRefused: refused,
    });
    const ahead = sweep.accounts.filter((account) => trailOwners.has(account));
    const rest = sweep.accounts.filter((account) => !trailOwners.has(account));
    await parts.followUps.evaluateAll(requestsOf(sweep, ahead));
    await sendAll(parts, requestsOf(sweep, rest), ahead.length > 0 ? ownersHeadStartSeconds : 0);
    // Last, so that no account waits for a Region of AWS in which Organizations has trouble.
    if (!parts.listsAccounts) await keepIdentity(parts);
    return sweep;
  };
}
