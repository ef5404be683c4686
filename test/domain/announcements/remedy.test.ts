import { expect, it } from 'vitest';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { plainText } from '#domain/announcements/wording.ts';
import type { FormerSettings } from '#domain/findings/finding.ts';
import { account, evidence, member, names, now, region, regions, view } from '#test/given/incidents.ts';

const everywhere: FormerSettings = { bucket: 'logs', logFileValidation: true };
const atHome: FormerSettings = {
  ...everywhere,
  logGroup: 'arn:aws:logs:eu-west-1:111122223333:log-group:g:*',
  logsRole: 'arn:aws:iam::111122223333:role/r',
  answeredSelectors: { kind: 'advanced', count: 1, json: '[{"FieldSelectors":[]}]' },
};
const gone = (was: FormerSettings, where: { region: string; account?: string }) =>
  member(
    { rule: 'trail-gone', evidence: { ...evidence, was } },
    {
      region: region(where.region),
      ...(where.account === undefined ? {} : { account: account(where.account) }),
    },
  );
const remedyOf = (...members: ReturnType<typeof gone>[]) => {
  const { remedy } = announcementOf(view(members), { accounts: names, now });
  return { words: plainText(remedy.words), commands: remedy.command?.split('\n') ?? [] };
};

it('takes the settings of a deleted trail from its home, where all of them are kept, not from the first Region', () => {
  const members = regions.map((one) => gone(one === 'eu-west-1' ? atHome : everywhere, { region: one }));
  const { words, commands } = remedyOf(...members);
  expect(words).not.toContain('not known');
  expect(commands).toHaveLength(3);
  expect(commands[0]).toMatch(/create-trail .* && aws cloudtrail start-logging/);
  expect(commands[1]).toMatch(/update-trail .*--cloud-watch-logs-log-group-arn/);
  expect(commands[2]).toMatch(
    /put-event-selectors .*--advanced-event-selectors '\[\{"FieldSelectors":\[\]\}\]'$/,
  );
});

it('says what is not known where the home is not among what is told: of a member account of an organization trail', () => {
  const { words, commands } = remedyOf(gone(everywhere, { region: 'eu-west-1', account: '222233334444' }));
  expect(words).toContain('Selectors for data events are not known to us');
  expect(words).toContain('Run in prod (111122223333):');
  expect(commands).toHaveLength(1);
});
