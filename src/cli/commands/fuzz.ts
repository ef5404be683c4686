import { Command } from '@commander-js/extra-typings';
import { wholeNumberFrom } from '#cli/habits/options.ts';
import { printable } from '#cli/output/printable.ts';

/** `trailwarden fuzz [--count N] [--seed S]`. */
export const fuzzCommand = new Command('fuzz')
  .description('Plays sequences of calls that silence an account, and says which were not heard.')
  .option('--count <n>', 'how many sequences', wholeNumberFrom(1), 2000)
  .option('--seed <n>', 'the seed of the first sequence; the next one has the next', wholeNumberFrom(0), 1)
  .action(async ({ count, seed }) => {
    const { fuzz } = await import('#local/fuzz/fuzz.ts');
    const { sequences, misses, milliseconds } = await fuzz({ count, seed });
    for (const miss of misses)
      process.stdout.write(`seed ${miss.seed} was not heard:\n${miss.story.map(printable).join('\n')}\n`);
    process.stdout.write(
      `${sequences} sequences (from seed ${seed}): ${misses.length} not heard, ${(milliseconds / 1000).toFixed(1)} s\n`,
    );
    process.exitCode = misses.length > 0 ? 1 : 0;
  });
