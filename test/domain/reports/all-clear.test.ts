import { describe, expect, test } from 'vitest';
import { renderReport } from '#adapters/slack/render-report.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { coverageWords } from '#domain/reports/coverage-lines.ts';
import { dailyReport } from '#domain/reports/daily-report.ts';
import type { DayFacts } from '#domain/reports/day-facts.ts';
import { doubts } from '#domain/reports/doubts.ts';
import { onboardingReport } from '#domain/reports/onboarding.ts';
import type { Report } from '#domain/reports/report.ts';
import { readTexts } from '#test/house/texts.ts';
import { day } from '#test/given/days.ts';
import type { Case } from './days-in-doubt.ts';
import { soothingWords } from './soothing-words.ts';
import { accounts, bank, destinations, harm, itself, shop } from './days-in-doubt.ts';

const allClear = Object.keys(soothingWords)
  .filter((text) => soothingWords[text] === 'all clear')
  .map((text) => text.slice(text.indexOf(': ') + 2));
const saysAllClear = (text: string): readonly string[] => allClear.filter((words) => text.includes(words));

const soothing =
  /everything|nothing|nobody|quiet|all clear|\bwell\b|\bfine\b|healthy|\bnone\b|\bno (?:open|issue|incident|harm|problem)|[✅☑✔🟢💚👍]|green|resolved|repaired|in order|intact|whole|complete|in full|inspected|without any|recorded by|\bok\b|good|safe|as usual|covered|white_check|large_green|tada/iu;

test('the words that can say that all is well are these and no others', () => {
  const rooms = [
    'domain/announcements',
    'domain/reports',
    'adapters/slack',
    'adapters/jira',
    'usecases',
    'doors',
  ];
  const found = readTexts(rooms)
    .filter(
      ({ text }) => soothing.test(text) && (/\s/.test(text.trim()) || !/^[a-z@][\w@-]*$/.test(text.trim())),
    )
    .map(({ file, text }) => `${file}: ${text}`);
  expect([...new Set(found)].sort()).toEqual(Object.keys(soothingWords).sort());
});

interface Combination {
  readonly name: string;
  readonly facts: DayFacts;
  readonly cases: readonly Case[];
}

const named = (cases: Readonly<Record<string, Case>>) => Object.entries(cases);
const combinations: readonly Combination[] = named(accounts).flatMap(([first, one]) =>
  named(destinations).flatMap(([second, two]) =>
    named(harm).flatMap(([third, three]) =>
      named(itself).map(([fourth, four]) => {
        const cases = [one, two, three, four];
        const facts = cases.reduce((so, { change }) => change(so), day(2));
        return { name: `${first} / ${second} / ${third} / ${fourth}`, facts, cases };
      }),
    ),
  ),
);

function shown(report: Report): string {
  const { title, lead, sections, closing } = report;
  const lines = sections.flatMap((section) => [section.title, ...section.lines.map(plainText)]);
  const words = [title, ...lead.map(plainText), ...lines, ...closing.map(plainText)];
  return [...words, JSON.stringify(renderReport(report))].join('\n');
}

/** Every text about how it stands. What is wrong in these days is wrong with `shop`, unless all share it. */
const texts: Readonly<Record<string, { of: (facts: DayFacts) => string; reader?: 'bank' }>> = {
  'the greeting': { of: (facts) => shown(onboardingReport(facts)) },
  'the daily report': { of: (facts) => shown(dailyReport(facts)) },
  "the owner's greeting": { of: (facts) => shown(onboardingReport(facts, new Set([shop]))) },
  "the owner's daily report": { of: (facts) => shown(dailyReport(facts, new Set([shop]))) },
  "another owner's greeting": {
    of: (facts) => shown(onboardingReport(facts, new Set([bank]))),
    reader: 'bank',
  },
  "another owner's daily report": {
    of: (facts) => shown(dailyReport(facts, new Set([bank]))),
    reader: 'bank',
  },
};

describe.each(Object.entries(texts))('%s', (_name, { of, reader }) => {
  test('is green where all is well, and nowhere else', () => {
    const wrong = combinations.flatMap(({ name, facts, cases }) => {
      const well = cases.every(({ fine, shared }) => fine ?? (reader === 'bank' && shared !== true));
      const said = saysAllClear(of(facts));
      return said.length > 0 === well ? [] : [{ name, well, said }];
    });
    expect(wrong).toEqual([]);
  });
});

test('a title that says that no issue is open says what was not looked at, unless all was', () => {
  const titles = combinations.flatMap(({ facts }) =>
    [dailyReport(facts), onboardingReport(facts)].map(({ title, mood }) => ({ title, mood })),
  );
  const none = titles.filter(({ title }) => /no open issues/i.test(title));
  expect(none.length).toBeGreaterThan(20);
  expect(none.filter(({ mood, title }) => mood !== 'quiet' && !/accounts?;/.test(title))).toEqual([]);
});

describe('the words about coverage', () => {
  test('say of no part that was left out that it was looked at', () => {
    const wrong = combinations.filter(({ facts, cases: [one, two] }) => {
      const text = coverageWords(facts).map(plainText).join('\n');
      const ofAccounts = /^(?:Before that, )?2 accounts were read in full/.test(text);
      const ofDestinations = /^2 buckets that trails use were inspected\./m.test(text);
      const partly = one?.fine !== true && one?.shared !== true;
      return (
        (partly && ofAccounts) || (two?.fine !== true && two !== destinations['not known'] && ofDestinations)
      );
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test('count what was read and inspected on a day on which all is well', () => {
    expect(coverageWords(day(2)).map(plainText).join('\n')).toMatch(
      /^2 accounts were read in full[^]*\n2 buckets that trails use were inspected\.$/,
    );
  });
});

describe('what keeps a text from being green is named in it', () => {
  const single = [accounts, destinations, harm, itself].flatMap((cases) =>
    Object.entries(cases).flatMap(([name, { change, named: words }]) =>
      words === undefined ? [] : [{ name, words, facts: change(day(2)) }],
    ),
  );

  test.each(single)('$name', ({ words, facts }) => {
    for (const only of [undefined, new Set([shop])])
      for (const report of [dailyReport(facts, only), onboardingReport(facts, only)])
        expect(shown(report)).toMatch(words);
  });
});

test('every doubt is met by one of these days, and a day without doubts by none', () => {
  const met = Object.entries(doubts).filter(([, holds]) => combinations.some(({ facts }) => holds(facts)));
  expect(met.map(([name]) => name)).toEqual(Object.keys(doubts));
  expect(Object.values(doubts).filter((holds) => holds(day(2)))).toEqual([]);
});
