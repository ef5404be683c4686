import { parseArgs } from 'node:util';
import { startDynamoDbLocal } from '#local/cloud/dynamodb-local.ts';
import { campaign, campaignInWords, isFault, verdictInWords } from './campaign.ts';
import { allJourneys } from './all-journeys.ts';

const { values } = parseArgs({
  options: {
    journey: { type: 'string', multiple: true },
    strikes: { type: 'string', default: 'all' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    to: { type: 'string' },
    'search-lag': { type: 'string', default: '20' },
    root: { type: 'string' },
  },
});
const wanted = allJourneys.filter(({ name }) => values.journey?.includes(name) ?? true);
const database = await startDynamoDbLocal();
try {
  for (const journey of wanted) {
    const report = await campaign(journey, {
      dynamoDb: database.endpoint,
      strikes: values.strikes === 'all' ? 'all' : Number(values.strikes),
      seed: Number(values.seed),
      from: Number(values.from),
      ...(values.to === undefined ? {} : { to: Number(values.to) }),
      searchLagMs: Number(values['search-lag']) * 1000,
      ...(values.root === undefined ? {} : { root: values.root }),
      onVerdict: (verdict) => {
        if (isFault(verdict)) console.log(verdictInWords(verdict));
      },
    });
    console.log(campaignInWords(report));
    if (report.failed.length > 0) process.exitCode = 1;
  }
} finally {
  database.stop();
}
