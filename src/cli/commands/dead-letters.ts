import { Command } from '@commander-js/extra-typings';
import type { Letter } from '#console/letters.ts';
import type { CentreOptions } from '#cli/centre/open-centre.ts';
import { Failure } from '#cli/habits/failure.ts';
import { directoryOption, examples, profileOption, stageOption } from '#cli/habits/options.ts';

async function letters(options: CentreOptions) {
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { lettersIn, ...acts } = await import('#console/letters.ts');
  const open = await openCentre(options);
  const { sqs, deadLetterUrls, variables } = open.centre;
  return { open, sqs, all: await lettersIn(sqs, deadLetterUrls, variables), acts };
}

interface ListOptions extends CentreOptions {
  readonly json: boolean;
  readonly dropped: boolean;
}

/** What people dropped, and why. */
async function listDropped({ json, ...options }: ListOptions): Promise<void> {
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { printable } = await import('#cli/output/printable.ts');
  const { stores } = await openCentre(options);
  const all = await stores.dropped.listDropped();
  if (json) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  else {
    for (const { id, queue, at, by, reason } of all) {
      const moment = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
      process.stdout.write(`${printable(`${id}  ${moment}  ${queue}  dropped by ${by}: ${reason}`)}\n`);
    }
    process.stdout.write(`${all.length} were dropped in the last 400 days.\n`);
  }
}

async function list({ json, dropped, ...options }: ListOptions): Promise<void> {
  if (dropped) return listDropped({ json, dropped, ...options });
  const { sqs, all, acts } = await letters(options);
  await acts.release(sqs, all);
  const plain = all.map(({ queue, id, sentAt, body, errorCode }) => ({ queue, id, sentAt, body, errorCode }));
  if (json) process.stdout.write(`${JSON.stringify(plain, null, 2)}\n`);
  else {
    for (const letter of all) process.stdout.write(`${acts.letterLine(letter)}\n`);
    process.stdout.write(`${all.length} dead letters.\n`);
  }
  process.exitCode = all.length > 0 ? 1 : 0;
}

/** The letters that `ids` name, all of them for `all`; throws when one is not there. */
function chosen(all: readonly Letter[], ids: readonly string[], every: boolean): readonly Letter[] {
  const wanted = every ? all : all.filter(({ id }) => ids.includes(id));
  const missing = ids.find((id) => !all.some((letter) => letter.id === id));
  if (missing === undefined && (wanted.length > 0 || every)) return wanted;
  throw new Failure({
    what: missing === undefined ? 'No dead letter is named' : `There is no dead letter ${missing}`,
    remedy: 'trailwarden dead-letters list has their ids; --all takes every one.',
    exitCode: 2,
  });
}

async function replay(
  ids: readonly string[],
  { all: every, ...options }: CentreOptions & { readonly all: boolean },
): Promise<void> {
  const { sqs, all, acts } = await letters(options);
  try {
    const wanted = chosen(all, ids, every);
    for (const letter of wanted) {
      const { backTo } = letter;
      const line = acts.letterLine(letter);
      if (backTo === undefined) {
        process.stderr.write(`kept, as no queue reads it: ${line}\n`);
        process.exitCode = 1;
        continue;
      }
      await acts.sendBack(sqs, { ...letter, backTo });
      process.stdout.write(`sent back: ${line}\n`);
    }
  } finally {
    await acts.release(sqs, all);
  }
}

async function drop(
  ids: readonly string[],
  { reason, ...options }: CentreOptions & { readonly reason: string },
): Promise<void> {
  const { open, sqs, all, acts } = await letters(options);
  try {
    const wanted = chosen(all, ids, false);
    const { callerArn } = await import('#cli/centre/answer-incidents.ts');
    const { systemClock } = await import('#doors/system-clock.ts');
    const by = await callerArn(open);
    for (const letter of wanted) {
      const { id, queue, body } = letter;
      // First kept, then taken out: a run that is killed between loses nothing.
      await open.stores.dropped.keepDropped({ id, queue, body, by, reason, at: systemClock.now() });
      await acts.takeOut(sqs, letter);
      process.stdout.write(`dropped, because ${reason}: ${acts.letterLine(letter)}\n${letter.body}\n`);
    }
  } finally {
    await acts.release(sqs, all);
  }
}

const listCommand = new Command('list')
  .description(
    'Lists what was given up, in words: what it is, about whom, and why. Exit code 1 where there is some.',
  )
  .option('--json', 'print them as JSON, with their bodies', false)
  .option('--dropped', 'list what people dropped instead, with who and why', false)
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText('after', examples(['trailwarden dead-letters list', 'after an alarm *NotEmpty*']))
  .action(list);

const replayCommand = new Command('replay')
  .description(
    'Sends dead letters back to their queues, when the cause is mended. Every receiver stands a message twice.',
  )
  .argument('[ids...]', 'the ids of the letters')
  .option('--all', 'send every one back', false)
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText('after', examples(['trailwarden dead-letters replay --all', 'once the cause is gone']))
  .action(replay);

const dropCommand = new Command('drop')
  .description(
    'Takes dead letters out for good. Who did it, the reason and the letter are kept for 400 days: list --dropped.',
  )
  .argument('<ids...>', 'the ids of the letters')
  .requiredOption('--reason <text>', 'why they are not needed any more')
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText(
    'after',
    examples([
      'trailwarden dead-letters drop 5d1c7e0a-... --reason "the channel was closed on purpose"',
      'said in list --dropped',
    ]),
  )
  .action(drop);

/** `trailwarden dead-letters ...`. */
export const deadLettersCommand = new Command('dead-letters')
  .description('Works on what the functions gave up after all attempts.')
  .addCommand(listCommand)
  .addCommand(replayCommand)
  .addCommand(dropCommand);
