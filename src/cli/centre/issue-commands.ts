import { Command } from '@commander-js/extra-typings';
import type { CentreOptions } from '#cli/centre/open-centre.ts';
import { Failure } from '#cli/habits/failure.ts';
import { directoryOption, examples, profileOption, stageOption } from '#cli/habits/options.ts';
import { count } from '#domain/announcements/wording.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { OnlyIn } from '#usecases/answer/accept-incident.ts';

/** The account, and the Region if one is named, as a person wrote them. Throws `Failure` for anything else. */
export function placesIn(account: string, region: string | undefined): OnlyIn {
  const id = parseAccountId(account);
  const code = region === undefined ? undefined : parseRegion(region);
  if (id !== undefined && (region === undefined || code !== undefined)) return { account: id, region: code };
  throw new Failure({
    what: `${[account, region].join(' ').trim()} is no account and Region`,
    remedy: 'Give twelve digits and a Region code.',
    exitCode: 2,
  });
}

const refusal = (why: string): Failure =>
  new Failure({
    what: `Nothing was done: ${why}`,
    remedy: 'trailwarden issues list has what is open.',
    exitCode: 2,
  });

interface AcceptOptions extends CentreOptions {
  readonly reason: string;
  readonly owner: string;
  readonly until: string;
}

async function accept(
  account: string,
  region: string | undefined,
  { reason, owner, until, ...options }: AcceptOptions,
): Promise<void> {
  const only = placesIn(account, region);
  const { answerParts, callerArn, untilIn } = await import('#cli/centre/answer-incidents.ts');
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { acceptIssues } = await import('#usecases/answer/accept-issues.ts');
  const open = await openCentre(options);
  const parts = { ...answerParts(open), issues: open.stores.issues };
  const at = parts.clock.now();
  const accepting = { reason, owner, until: untilIn(until, at), by: await callerArn(open), at };
  const outcome = await acceptIssues(parts)(only, accepting);
  if (outcome.kind === 'refused') throw refusal(outcome.why);
  const day = new Date(outcome.until).toISOString().slice(0, 10);
  process.stdout.write(`Accepted until ${day}; the account is looked at again.\n`);
}

async function unaccept(account: string, region: string | undefined, options: CentreOptions): Promise<void> {
  const only = placesIn(account, region);
  const { answerParts, callerArn } = await import('#cli/centre/answer-incidents.ts');
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { unacceptIssues } = await import('#usecases/answer/unaccept-issues.ts');
  const open = await openCentre(options);
  const parts = answerParts(open);
  const outcome = await unacceptIssues(parts)(only, await callerArn(open), parts.clock.now());
  if (outcome.kind === 'refused') throw refusal(outcome.why);
  process.stdout.write('Taken back; the account is looked at again.\n');
}

async function recheck(account: string, region: string | undefined, options: CentreOptions): Promise<void> {
  const { account: id, region: code } = placesIn(account, region);
  const { answerParts } = await import('#cli/centre/answer-incidents.ts');
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { followUps } = answerParts(await openCentre(options));
  const regions = code === undefined ? ('all' as const) : [code];
  await followUps.lookAgain({ account: id, regions, why: 'look-again', triggers: [] }, 0);
  const where = code === undefined ? 'all its Regions' : code;
  process.stdout.write(`${count(1, 'account')} looked at now, in ${where}.\n`);
}

const account = ['<account>', 'the account id'] as const;
const region = ['[region]', 'the Region code; all Regions where it is left out'] as const;

/** `trailwarden issues accept ACCOUNT [REGION]`. */
export const acceptIssuesCommand = new Command('accept')
  .description(
    'Accepts what is open in an account, or in one Region of it, until a day; other places of the same incidents are not accepted. It stands in every daily report.',
  )
  .argument(...account)
  .argument(...region)
  .requiredOption('--reason <text>', 'why it is accepted')
  .requiredOption('--owner <name>', 'who answers for it')
  .option('--until <end>', 'a day, or a number of days such as 30d; a year at most', '30d')
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText(
    'after',
    examples([
      'trailwarden issues accept 111122223333 eu-west-1 --reason "moves in May" --owner anna',
      'for 30 days',
    ]),
  )
  .action(accept);

/** `trailwarden issues unaccept ACCOUNT [REGION]`. */
export const unacceptIssuesCommand = new Command('unaccept')
  .description('Takes back what was accepted in an account, or in one Region of it.')
  .argument(...account)
  .argument(...region)
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .action(unaccept);

/** `trailwarden issues recheck ACCOUNT [REGION]`. */
export const recheckIssuesCommand = new Command('recheck')
  .description('Has an account, or one Region of it, looked at now.')
  .argument(...account)
  .argument(...region)
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .action(recheck);
