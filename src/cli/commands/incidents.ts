import { Command } from '@commander-js/extra-typings';
import { acceptCommand, recheckCommand, unacceptCommand } from '#cli/centre/answer-commands.ts';
import type { CentreOptions } from '#cli/centre/open-centre.ts';
import { Failure } from '#cli/habits/failure.ts';
import { directoryOption, examples, profileOption, stageOption } from '#cli/habits/options.ts';
import { parseIncidentId } from '#domain/issues/incident-id.ts';

/** Lists incidents that are not closed; exit code 1 where one is open. */
async function list({ json, ...options }: CentreOptions & { readonly json: boolean }): Promise<void> {
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { incidentLine } = await import('#cli/centre/incident-text.ts');
  const { stores, incident } = await openCentre(options);
  const ids = await stores.living.listLiving();
  const seen = (await Promise.all(ids.map((id) => incident(id)))).filter((one) => one !== undefined);
  const newest = seen.toSorted((one, other) => other.openedAt - one.openedAt);
  if (json) process.stdout.write(`${JSON.stringify(newest, null, 2)}\n`);
  else {
    for (const one of newest) process.stdout.write(`${incidentLine(one)}\n`);
    process.stdout.write(`${newest.length} incidents are not closed.\n`);
  }
  process.exitCode = newest.some(({ announcement }) => announcement.status === 'open') ? 1 : 0;
}

async function show(
  text: string,
  { json, ...options }: CentreOptions & { readonly json: boolean },
): Promise<void> {
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { incidentText } = await import('#cli/centre/incident-text.ts');
  const id = parseIncidentId(text);
  const { incident } = await openCentre(options);
  const seen = id === undefined ? undefined : await incident(id);
  if (seen === undefined)
    throw new Failure({
      what: `There is no incident ${text}`,
      remedy: 'trailwarden incidents list has their ids.',
      exitCode: 2,
    });
  process.stdout.write(`${json ? JSON.stringify(seen, null, 2) : incidentText(seen)}\n`);
}

const listCommand = new Command('list')
  .description('Lists the incidents that are not closed, newest first.')
  .option('--json', 'print them as JSON', false)
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText('after', examples(['trailwarden incidents list', 'with the id of each']))
  .action(list);

const showCommand = new Command('show')
  .description('Shows an incident: what was lost, who, what to do, and its course with what was told where.')
  .argument('<id>', 'the incident’s id, as messages, tickets and the list have it')
  .option('--json', 'print it as JSON', false)
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText(
    'after',
    examples(['trailwarden incidents show 0f6a1c3e-8f1d-4f3e-9a58-2f6f3c2b7d11', 'why it alerted, and whom']),
  )
  .action(show);

/** `trailwarden incidents ...`. */
export const incidentsCommand = new Command('incidents')
  .description('Shows incidents, accepts them, and has them looked at again.')
  .addCommand(listCommand)
  .addCommand(showCommand)
  .addCommand(acceptCommand)
  .addCommand(unacceptCommand)
  .addCommand(recheckCommand);
