import { defineCommand } from 'citty';
import { startDynamoDbLocal } from '#simulators/aws-cloud/dynamodb-local.ts';
import { allJourneys } from '#local/harness/all-journeys.ts';
import { campaign, campaignInWords, isFault, verdictInWords } from '#local/harness/campaign.ts';

const names = allJourneys.map(({ name }) => name).join(', ');

/** `trailwarden harness [--journey NAME] [--strikes N]`: exit code 1 when a strike did harm, 2 for options that make no sense. */
export const harnessCommand = defineCommand({
  meta: { name: 'harness', description: 'Kills every function before and after each of its calls' },
  args: {
    journey: { type: 'string', description: `Only this one of ${names}` },
    strikes: { type: 'string', default: 'all', description: 'How many calls are struck, or all' },
    seed: { type: 'string', default: '1', description: 'The same seed strikes the same calls' },
    from: { type: 'string', default: '0', description: 'The first strike, counted from 0' },
    to: { type: 'string', description: 'The strike before which it ends' },
    'search-lag': { type: 'string', default: '20', description: 'How long Jira’s search lags, in seconds' },
    root: { type: 'string', description: 'Another packaged copy of the project' },
  },
  run: async ({ args }) => {
    const strikes = args.strikes === 'all' ? 'all' : Number(args.strikes);
    const to = args.to === undefined ? undefined : Number(args.to);
    const [seed, from, lag] = [Number(args.seed), Number(args.from), Number(args['search-lag'])];
    const numbers = [seed, from, lag, strikes === 'all' ? 1 : strikes, to ?? 0];
    const wanted = allJourneys.filter(({ name }) => (args.journey ?? name) === name);
    if (wanted.length === 0 || numbers.some((number) => !Number.isInteger(number) || number < 0)) {
      process.stderr.write(`--journey is one of ${names}; everything else is a whole number from 0.\n`);
      process.exitCode = 2;
      return;
    }
    const database = await startDynamoDbLocal();
    try {
      for (const journey of wanted) {
        const report = await campaign(journey, {
          dynamoDb: database.endpoint,
          strikes,
          seed,
          from,
          searchLagMs: lag * 1000,
          ...(to === undefined ? {} : { to }),
          ...(args.root === undefined ? {} : { root: args.root }),
          onVerdict: (verdict) => {
            if (isFault(verdict)) process.stdout.write(`${verdictInWords(verdict)}\n`);
          },
        });
        process.stdout.write(`${campaignInWords(report)}\n`);
        if (report.failed.length > 0) process.exitCode = 1;
      }
    } finally {
      database.stop();
    }
  },
});
