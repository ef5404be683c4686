import { settableClock } from '#adapters/memory/settable-clock.ts';
import { slackChannel } from '#adapters/slack/channel.ts';
import { drawHeatMap } from '#adapters/png/draw-heat-map.ts';
import { slackReportChannel } from '#adapters/slack/report-channel.ts';
import { burstAnnouncement } from '#domain/announcements/burst-announcement.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { csvOf } from '#domain/reports/csv.ts';
import { dailyReport } from '#domain/reports/daily-report.ts';
import type { DayFacts } from '#domain/reports/day-facts.ts';
import { onboardingReport } from '#domain/reports/onboarding.ts';
import type { Report } from '#domain/reports/report.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { badDay, firstDay, halfSeenDay, largeDay, quietDay, teams } from './days.ts';
import { troubledDay } from './days-of-troubles.ts';
import { at, call, incidentId, prod, prodTrail } from './figures.ts';
import { openSlack, type Picture } from './play.ts';
import { slackSheet } from './slack-sheet.ts';

type Channel = '#cloudtrail' | '#team-blue';

interface Told {
  readonly slug: string;
  readonly title: string;
  readonly about: string;
  readonly facts: DayFacts;
  readonly to?: Channel;
  readonly only?: ReadonlySet<AccountId>;
  readonly compose?: (facts: DayFacts, only?: ReadonlySet<AccountId>) => Report;
}

const [own] = teams(1);
const team = new Set(own === undefined ? [] : [own]);

const sweptDays = (): readonly Told[] => [
  {
    slug: 'report-quiet-day',
    title: 'The daily report of a quiet day',
    facts: quietDay(),
    about: 'Nothing to do; the picture shows what was looked at.',
  },
  {
    slug: 'report-half-seen',
    title: 'The daily report of what was not all looked at',
    about: 'No open issues in what could be read, and no sign says that all is well.',
    facts: halfSeenDay(),
  },
  {
    slug: 'report-troubled-sweep',
    title: 'The daily report after a sweep that did not get through',
    facts: troubledDay(),
    about: 'The sweep is old, some accounts refused or did not answer, and each reason has its remedy.',
  },
  {
    slug: 'report-no-sweep',
    title: 'The daily report before the first sweep',
    facts: { ...quietDay(), sweep: undefined, destinations: [] },
    about: 'Nothing is known, and the report says so.',
  },
];

const dailyReports = (): readonly Told[] => [
  {
    slug: 'report-bad-day',
    title: 'The daily report of a bad day',
    facts: badDay(),
    about: 'Everything that a report can tell, on one morning.',
  },
  {
    slug: 'report-500-accounts',
    title: 'The daily report of 500 accounts',
    facts: largeDay(),
    about: 'Three things to do, and a picture; everything else is in the thread.',
  },
  {
    slug: 'report-of-one-owner',
    title: 'The daily report of one owner',
    facts: badDay(),
    to: '#team-blue',
    about: 'The same bad day, as the owner of one account reads it.',
    only: team,
  },
  {
    slug: 'report-detection-off',
    title: 'The daily report while detection is off',
    about: 'Said first, so that silence is not taken for peace.',
    facts: { ...quietDay(), enabled: false },
  },
];

const greetings = (): readonly Told[] => [
  {
    slug: 'onboarding',
    title: 'The greeting after the first sweep',
    facts: firstDay(),
    about: 'What stood before is gathered, not told one by one.',
    compose: onboardingReport,
  },
  {
    slug: 'onboarding-half-seen',
    title: 'The greeting while something was not looked at',
    about: 'Nothing stood before as far as is known; what was not looked at is named, with the reason.',
    facts: halfSeenDay(),
    compose: onboardingReport,
  },
];

async function tellReport({
  facts,
  to = '#cloudtrail',
  only,
  compose = dailyReport,
}: Told): Promise<Picture> {
  const slack = await openSlack(settableClock(facts.now));
  try {
    const channel = slackReportChannel({
      token: async () => 'xoxb-gallery',
      apiUrl: slack.url,
      timeout: 20_000,
    });
    const report = compose(facts, only);
    const picture = report.picture && {
      name: 'accounts-by-region.png',
      title: report.picture.title,
      content: drawHeatMap(report.picture),
      alt: report.picture.alt,
    };
    const posted = await channel.postReport(to, report, 'gallery', picture);
    if (posted.kind !== 'done') throw new Error(posted.why);
    await channel.replyDetails(posted.value, report, 'details');
    if (facts.issues.length > 0)
      await channel.attachFile(posted.value, {
        name: 'cloudtrail.csv',
        title: 'cloudtrail.csv',
        content: csvOf(facts, only),
      });
    const [message] = slack.channel(to.slice(1)).messages;
    return { moment: 'told', sheets: message ? [slackSheet(to, message, slack.files)] : [] };
  } finally {
    await slack.stop();
  }
}

/** The reports, as people read them. */
export async function playReports() {
  const played = [];
  for (const told of [...sweptDays(), ...dailyReports(), ...greetings()]) {
    const { slug, title, about } = told;
    played.push({ slug, title, about, pictures: [await tellReport(told)] });
  }
  return played;
}

function attempt(index: number): Trigger {
  return call({
    eventId: `a-${index}`,
    eventName: index % 2 === 0 ? 'StopLogging' : 'DeleteTrail',
    at: at(`03:1${Math.floor(index / 4)}:${String(10 + index)}`),
    outcome: { kind: 'failed', code: 'AccessDenied', message: 'User is not authorized' },
    trail: { kind: 'arn', arn: prodTrail },
  });
}

/** An actor with ten failed attempts. */
export async function playAttempts() {
  const slack = await openSlack(settableClock(at('03:13:00')));
  try {
    const channel = slackChannel({ token: async () => 'xoxb-gallery', apiUrl: slack.url, timeout: 20_000 });
    const [first, ...others] = Array.from({ length: 10 }, (_, index) => attempt(index));
    const burst = {
      id: incidentId('attempts-1'),
      account: prod,
      calls: [first ?? attempt(0), ...others],
    } as const;
    const words = burstAnnouncement(burst, new Map([[prod, 'prod']]));
    await channel.open({ channel: 'slack', to: '#cloudtrail' }, words, 'gallery');
    const [message] = slack.channel('cloudtrail').messages;
    return {
      slug: 'attempts',
      title: 'Ten refused calls within five minutes',
      about: 'One message to Slack, no ticket.',
      pictures: [{ moment: 'told', sheets: message ? [slackSheet('#cloudtrail', message)] : [] }],
    };
  } finally {
    await slack.stop();
  }
}
