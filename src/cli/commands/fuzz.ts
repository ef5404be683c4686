import { defineCommand } from 'citty';
import { printable } from '#cli/output/printable.ts';

/** `trailwarden fuzz [--count N] [--seed S]`. */
export const fuzzCommand = defineCommand({
  meta: {
    name: 'fuzz',
    description: 'Plays sequences of calls that silence an account, and tells which were not heard',
  },
  args: {
    count: { type: 'string', default: '2000', description: 'How many sequences' },
    seed: {
      type: 'string',
      default: '1',
      description: 'The seed of the first sequence; the next one has the next',
    },
  },
  run: async ({ args }) => {
    const [count, seed] = [Number(args.count), Number(args.seed)];
    if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
      process.stderr.write('--count is a whole number from 1, --seed a whole number.\n');
      process.exitCode = 2;
      return;
    }
    const { fuzz } = await import('#local/fuzz/fuzz.ts');
    const { sequences, misses, milliseconds } = await fuzz({ count, seed });
    for (const miss of misses)
      process.stdout.write(`seed ${miss.seed} was not heard:\n${miss.story.map(printable).join('\n')}\n`);
    process.stdout.write(
      `${sequences} sequences (from seed ${seed}): ${misses.length} not heard, ${(milliseconds / 1000).toFixed(1)} s\n`,
    );
    process.exitCode = misses.length > 0 ? 1 : 0;
  },
});
