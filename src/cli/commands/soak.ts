import { defineCommand } from 'citty';
import { printable } from '#cli/output/printable.ts';

/** `trailwarden soak [--count N] [--seed S]`. */
export const soakCommand = defineCommand({
  meta: { name: 'soak', description: 'Puts hostile and broken messages through the detector’s doors' },
  args: {
    count: { type: 'string', default: '100000', description: 'How many messages' },
    seed: { type: 'string', default: '1', description: 'The same seed makes the same messages' },
  },
  run: async ({ args }) => {
    const [count, seed] = [Number(args.count), Number(args.seed)];
    if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
      process.stderr.write('--count is a whole number from 1, --seed a whole number.\n');
      process.exitCode = 2;
      return;
    }
    // The handlers' metrics would hide the result line; they can be turned off only before the handlers are loaded.
    process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
    const { soak } = await import('#local/soak/soak.ts');
    const { inputs, acknowledged, refused, faults, milliseconds } = await soak({ count, seed });
    for (const fault of faults) process.stdout.write(`${printable(fault)}\n`);
    process.stdout.write(
      `${inputs} messages (seed ${seed}): ${acknowledged} acknowledged, ${refused} given back for the dead-letter queue, ${faults.length} faults, ${(milliseconds / 1000).toFixed(1)} s\n`,
    );
    process.exitCode = faults.length > 0 ? 1 : 0;
  },
});
