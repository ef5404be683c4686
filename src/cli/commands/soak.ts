import { Command } from '@commander-js/extra-typings';
import { wholeNumberFrom } from '#cli/habits/options.ts';
import { printable } from '#cli/output/printable.ts';

/** `trailwarden soak [--count N] [--seed S]`. */
export const soakCommand = new Command('soak')
  .description('Puts hostile and broken messages through the detector’s doors.')
  .option('--count <n>', 'how many messages', wholeNumberFrom(1), 100_000)
  .option('--seed <n>', 'the same seed makes the same messages', wholeNumberFrom(0), 1)
  .action(async ({ count, seed }) => {
    // The handlers' metrics would hide the result line; they can be turned off only before the handlers are loaded.
    process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
    const { soak } = await import('#local/soak/soak.ts');
    const { inputs, acknowledged, refused, faults, milliseconds } = await soak({ count, seed });
    for (const fault of faults) process.stdout.write(`${printable(fault)}\n`);
    process.stdout.write(
      `${inputs} messages (seed ${seed}): ${acknowledged} acknowledged, ${refused} given back for the dead-letter queue, ${faults.length} faults, ${(milliseconds / 1000).toFixed(1)} s\n`,
    );
    process.exitCode = faults.length > 0 ? 1 : 0;
  });
