import { Argument, Command } from '@commander-js/extra-typings';
import { allBenches } from '#local/bench/all-benches.ts';
import { isMet } from '#local/bench/bench.ts';
import { reportJson, reportText } from '#local/bench/print-report.ts';

/** `trailwarden bench [NAME...] [--json]`: exit code 0 if every goal is met, 1 if not. */
export const benchCommand = new Command('bench')
  .description('Measures how fast Trailwarden is, on this machine; every figure stands beside its goal.')
  .addArgument(
    new Argument('[names...]', 'which benches to run; all when none is named').choices(
      allBenches.map(({ name }) => name),
    ),
  )
  .option('--json', 'one JSON object per figure and line', false)
  .action(async (names, { json }) => {
    const wanted = allBenches.filter(({ name }) => names.length === 0 || names.includes(name));
    for (const bench of wanted) {
      const report = await bench.run((words) => void process.stderr.write(`${bench.name}: ${words}\n`));
      process.stdout.write(`${(json ? reportJson : reportText)(bench, report)}\n`);
      if (!report.measurements.every(isMet)) process.exitCode = 1;
    }
  });
