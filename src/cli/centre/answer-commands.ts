import { Command } from '@commander-js/extra-typings';
import type { CentreOptions } from '#cli/centre/open-centre.ts';
import { Failure } from '#cli/habits/failure.ts';
import { directoryOption, examples, profileOption, stageOption } from '#cli/habits/options.ts';
import { count } from '#domain/announcements/wording.ts';

interface AcceptOptions extends CentreOptions {
  readonly reason: string;
  readonly owner: string;
  readonly until: string;
}

const refusal = (why: string): Failure =>
  new Failure({
    what: `Nothing was done: ${why}`,
    remedy: 'trailwarden incidents show has its state.',
    exitCode: 2,
  });

async function accept(text: string, { reason, owner, until, ...options }: AcceptOptions): Promise<void> {
  const { answerParts, callerArn, incidentIdIn, untilIn } = await import('#cli/centre/answer-incidents.ts');
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { acceptIncident } = await import('#usecases/answer/accept-incident.ts');
  const incident = incidentIdIn(text);
  const open = await openCentre(options);
  const parts = answerParts(open);
  const at = parts.clock.now();
  const accepting = { incident, reason, owner, until: untilIn(until, at), by: await callerArn(open), at };
  const outcome = await acceptIncident(parts)(accepting, 'command');
  if (outcome.kind === 'refused') throw refusal(outcome.why);
  const until10 = new Date(outcome.until).toISOString().slice(0, 10);
  process.stdout.write(`Accepted until ${until10}; ${count(outcome.accounts, 'account')} looked at again.\n`);
}

async function unaccept(text: string, options: CentreOptions): Promise<void> {
  const { answerParts, callerArn, incidentIdIn } = await import('#cli/centre/answer-incidents.ts');
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { unacceptIncident } = await import('#usecases/answer/unaccept-incident.ts');
  const incident = incidentIdIn(text);
  const open = await openCentre(options);
  const parts = answerParts(open);
  const back = { incident, by: await callerArn(open), at: parts.clock.now() };
  const outcome = await unacceptIncident(parts)(back);
  if (outcome.kind === 'refused') throw refusal(outcome.why);
  process.stdout.write(`Taken back; ${count(outcome.accounts, 'account')} looked at again.\n`);
}

async function recheck(text: string, options: CentreOptions): Promise<void> {
  const { answerParts, incidentIdIn } = await import('#cli/centre/answer-incidents.ts');
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { recheckIncident } = await import('#usecases/answer/recheck-incident.ts');
  const incident = incidentIdIn(text);
  const outcome = await recheckIncident(answerParts(await openCentre(options)))(incident);
  if (outcome.kind === 'refused') throw refusal(outcome.why);
  process.stdout.write(`${count(outcome.accounts, 'account')} looked at now.\n`);
}

/** `trailwarden incidents accept ID`. */
export const acceptCommand = new Command('accept')
  .description(
    'Accepts what is open in an incident until a day; it is told, and stands in every daily report.',
  )
  .argument('<id>', 'the incident’s id')
  .requiredOption('--reason <text>', 'why it is accepted')
  .requiredOption('--owner <name>', 'who answers for it')
  .option('--until <end>', 'a day, or a number of days such as 30d; a year at most', '30d')
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText(
    'after',
    examples([
      'trailwarden incidents accept ID --reason "moved to the archive" --owner anna --until 2027-03-31',
      'nothing else is accepted by it',
    ]),
  )
  .action(accept);

/** `trailwarden incidents unaccept ID`. */
export const unacceptCommand = new Command('unaccept')
  .description('Takes an acceptance back: what still stands becomes an incident of its own.')
  .argument('<id>', 'the incident’s id')
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .action(unaccept);

/** `trailwarden incidents recheck ID`. */
export const recheckCommand = new Command('recheck')
  .description('Has every account and Region of an open incident looked at now.')
  .argument('<id>', 'the incident’s id')
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .action(recheck);
