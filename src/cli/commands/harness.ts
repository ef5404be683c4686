import { Command, Option } from '@commander-js/extra-typings';
import { wholeNumberFrom } from '#cli/habits/options.ts';
import { startDynamoDbLocal } from '#simulators/aws-cloud/dynamodb-local.ts';
import { allJourneys } from '#local/harness/all-journeys.ts';
import { campaign, campaignInWords, isFault, verdictInWords } from '#local/harness/campaign.ts';

/** How many calls are struck: a whole number, or all. */
const strikesOf = (text: string): number | 'all' => (text === 'all' ? 'all' : wholeNumberFrom(0)(text));

/** `trailwarden harness [--journey NAME] [--strikes N]`: exit code 1 when a strike did harm. */
export const harnessCommand = new Command('harness')
  .description('Kills every function before and after each of its calls.')
  .addOption(new Option('--journey <name>', 'only this one').choices(allJourneys.map(({ name }) => name)))
  .option('--strikes <n>', 'how many calls are struck, or all', strikesOf, 'all' as const)
  .option('--calls <text>', 'only calls with this in their name, e.g. publishMilestones')
  .option('--seed <n>', 'the same seed strikes the same calls', wholeNumberFrom(0), 1)
  .option('--from <n>', 'the first strike, counted from 0', wholeNumberFrom(0), 0)
  .option('--to <n>', 'the strike before which it ends', wholeNumberFrom(0))
  .option('--search-lag <s>', 'how long Jira’s search lags, in seconds', wholeNumberFrom(0), 20)
  .option('--root <dir>', 'another packaged copy of the project')
  .action(async ({ journey, strikes, calls, seed, from, to, searchLag, root }) => {
    const wanted = allJourneys.filter(({ name }) => (journey ?? name) === name);
    let points = 0;
    const database = await startDynamoDbLocal();
    try {
      for (const one of wanted) {
        const report = await campaign(one, {
          dynamoDb: database.endpoint,
          strikes,
          calls,
          seed,
          from,
          searchLagMs: searchLag * 1000,
          ...(to === undefined ? {} : { to }),
          ...(root === undefined ? {} : { root }),
          onProgress: (made, planned) =>
            process.stderr.write(`${one.name}: ${made} of ${planned} strikes made\n`),
          onVerdict: (verdict) => {
            if (isFault(verdict)) process.stdout.write(`${verdictInWords(verdict)}\n`);
          },
        });
        points += report.points;
        process.stdout.write(`${campaignInWords(report)}\n`);
        if (report.failed.length > 0) process.exitCode = 1;
      }
      if (points === 0) throw new RangeError(`"${calls}" is in the name of no call of these journeys.`);
    } finally {
      database.stop();
    }
  });
