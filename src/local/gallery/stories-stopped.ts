import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Recipient } from '#ports/channel.ts';
import { account, arn, at, call, evidence, healed, members, prod, regions, shop } from './figures.ts';
import type { Story } from './story.ts';

const names = new Map([
  [prod, 'prod'],
  [shop, 'shop'],
]);

const stopped: Story = {
  slug: 'stopped-trail',
  title: 'The only trail of an account is stopped',
  about: 'The first message, its edit when the ticket is there, and the end.',
  names,
  moments: [
    { name: 'the first message', at: at('03:12:10'), members: members(), calls: [call()], slackOnly: true },
    { name: 'the ticket is there', at: at('03:12:12'), members: members(), calls: [call()] },
    { name: 'logging is back', at: at('03:19:52'), members: members(healed), calls: [call()] },
  ],
};

const interrupted: Story = {
  slug: 'short-gap',
  title: 'A stop of four seconds',
  about: 'It was over before anybody looked, and is told all the same.',
  names,
  moments: [
    {
      name: 'seen when it was over',
      at: at('03:12:16'),
      members: members({
        rule: 'logging-interrupted',
        severity: 'high',
        peak: 'high',
        state: 'resolved',
        since: at('03:12:08'),
        until: at('03:12:12'),
        openedAt: at('03:12:14'),
        resolvedAt: at('03:12:14'),
      }),
      calls: [call()],
    },
  ],
};

const windows: Story = {
  slug: 'windows-by-region',
  title: 'Three Regions were blind for longer than the others',
  about: 'A Region that could not be read for a while gets a window of its own.',
  names,
  moments: [
    {
      name: 'over',
      at: at('03:30:00'),
      members: [
        ...members(healed, { in: regions.slice(0, 14) }),
        ...members(
          { ...healed, until: at('03:26:10'), resolvedAt: at('03:26:11') },
          { in: regions.slice(14) },
        ),
      ],
      calls: [call()],
    },
  ],
};

const returned: Story = {
  slug: 'returned',
  title: 'The same again after it was repaired',
  about: 'A new incident with a ticket of its own that is linked to the earlier one.',
  names,
  returns: true,
  moments: [{ name: 'told', at: at('03:12:10'), members: members(), calls: [call()] }],
};

const management = account('300000000000');
const organizationTrail = arn(`arn:aws:cloudtrail:eu-west-1:${management}:trail/everything`);
const accounts = Array.from({ length: 500 }, (_, index) => account(String(300_000_000_000 + index * 7)));
const team = new Set<AccountId>(accounts.slice(1, 11));
const teamNames = new Map(accounts.map((one, index) => [one, index === 0 ? 'management' : `team-${index}`]));
const wide = { ...evidence, trailName: 'everything', organization: true };

function across(count: number, changes: (index: number) => Partial<TrackedFinding> = () => ({})): Member[] {
  return accounts
    .slice(0, count)
    .flatMap((of, index) =>
      members({ subject: organizationTrail, evidence: wide, ...changes(index) }, { of }),
    );
}

const stop = [call({ accountId: management, actor: { ...call().actor, accountId: management } })];

const organization: Story = {
  slug: 'organization-trail',
  title: 'The organization trail of 500 accounts is stopped',
  about: 'One message and one ticket for each owner; numbers grow while the members are looked at.',
  names: teamNames,
  destinations: (of): readonly Recipient[] =>
    team.has(of)
      ? [
          { channel: 'slack', to: '#cloudtrail' },
          { channel: 'slack', to: '#team-blue' },
          { channel: 'jira', project: 'BLUE' },
        ]
      : [
          { channel: 'slack', to: '#cloudtrail' },
          { channel: 'jira', project: 'AWSSEC' },
        ],
  moments: [
    { name: 'the first message', at: at('03:12:10'), members: across(1), calls: stop, slackOnly: true },
    { name: 'a minute later', at: at('03:13:10'), members: across(120), calls: stop },
    { name: 'all have been looked at', at: at('03:15:00'), members: across(500), calls: stop },
    {
      name: 'logging is back, confirmed account by account',
      at: at('03:20:40'),
      members: across(500, (index) =>
        index < 480 ? { ...healed, resolvedAt: at(`03:20:${String(10 + (index % 30))}`) } : {},
      ),
      calls: stop,
    },
    {
      name: 'over',
      at: at('03:21:40'),
      members: across(500, (index) => ({ ...healed, resolvedAt: at(`03:20:${String(10 + (index % 30))}`) })),
      calls: stop,
    },
  ],
};

/** Stories about trails that stop. */
export const stoppedStories: readonly Story[] = [stopped, interrupted, windows, returned, organization];
