import { defineCommand } from 'citty';
import { allBenches } from '#local/bench/all-benches.ts';
import { isMet } from '#local/bench/bench.ts';
import { reportJson, reportText } from '#local/bench/print-report.ts';

/** `trailwarden bench [NAME...] [--json]`: exit code 0 if every goal is met, 1 if not, 2 for an unknown name. */
export const benchCommand = defineCommand({
  meta: { name: 'bench', description: 'Measures how fast Trailwarden is, on this machine' },
  args: {
    names: {
      type: 'positional',
      required: false,
      description: `Which benches to run; all when none is named: ${allBenches.map(({ name }) => name).join(', ')}`,
    },
    json: { type: 'boolean', default: false, description: 'One JSON object per figure and line' },
  },
  run: async ({ args }) => {
    const unknown = args._.filter((name) => !allBenches.some((bench) => bench.name === name));
    if (unknown.length > 0) {
      const known = allBenches.map(({ name }) => name).join(', ');
      process.stderr.write(`There is no bench called ${unknown.join(', ')}. There are: ${known}\n`);
      process.exitCode = 2;
      return;
    }
    const wanted = allBenches.filter(({ name }) => args._.length === 0 || args._.includes(name));
    for (const bench of wanted) {
      const report = await bench.run((words) => void process.stderr.write(`${bench.name}: ${words}\n`));
      process.stdout.write(`${(args.json ? reportJson : reportText)(bench, report)}\n`);
      if (!report.measurements.every(isMet)) process.exitCode = 1;
    }
  },
});
