import { afterEach, describe, expect, it } from 'vitest';
import { slackChannel } from '#adapters/slack/channel.ts';
import type { SlackOptions } from '#adapters/slack/posting.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { startSlack, type SlackStandIn } from '#simulators/slack/start-slack.ts';
import { slackRateLimited } from '#simulators/slack/rate-limit.ts';
import type { SendResult, Recipient, ToldRef } from '#ports/channel.ts';
import { account, everywhere, healed, names, now, view } from '#test/given/incidents.ts';

const running: SlackStandIn[] = [];
afterEach(async () => {
  for (const slack of running.splice(0)) await slack.stop();
});

const person = (id: string, name: string, email: string, more = {}) => ({
  id,
  name,
  realName: name.toUpperCase(),
  email,
  ...more,
});

async function start(options: Partial<SlackOptions> & { scopes?: string[] } = {}) {
  const { scopes, ...others } = options;
  const slack = await startSlack({
    clock: { now: () => Date.now() },
    token: 'xoxb-right',
    channels: [
      { id: 'C00000SEC', name: 'sec' },
      { id: 'C0DEFAULT', name: 'default' },
      { id: 'C0OLDNESS', name: 'old', isArchived: true },
      { id: 'C0FOREIGN', name: 'foreign', isMember: false },
    ],
    users: [
      person('U0000ANNA', 'anna', 'anna@example.com'),
      person('U000MALLO', 'mallory', 'mallory@example.com', { displayName: 'anna' }),
      person('U000TRUDY', 'trudy', 'trudy@example.com', { displayName: 'boris', realName: 'boris' }),
      person('U000BORIS', 'boris', 'boris@example.com', { deleted: true }),
      person('U0000TWIN', 'twin', 'one@example.com'),
      person('U0TWINTWO', 'twin', 'two@example.com'),
    ],
    ...(scopes ? { scopes } : {}),
  });
  running.push(slack);
  slack.rates.on = false;
  const channel = slackChannel({
    token: async () => 'xoxb-right',
    apiUrl: slack.url,
    defaultChannel: '#default',
    timeout: 10_000,
    ...others,
  });
  return { slack, channel };
}

const to = (name: string): Recipient => ({ channel: 'slack', to: name });
const open = announcementOf(view(everywhere()), { accounts: names, now });
const over = announcementOf(view(everywhere(healed)), { accounts: names, now });

function value<Value>(delivery: SendResult<Value>): Value {
  if (delivery.kind !== 'done') throw new Error(`${delivery.kind}: ${delivery.why}`);
  return delivery.value;
}
const posts = (slack: SlackStandIn) => slack.requests.filter(({ method }) => method === 'chat.postMessage');

describe('one message per incident', () => {
  it('is posted, found again by its marker, and edited in place without a notification', async () => {
    const { slack, channel } = await start();
    const told = value(await channel.open(to('#sec'), open, 'i-1|sec'));
    expect(told).toEqual({ ref: expect.any(String), place: 'C00000SEC' });
    expect(value(await channel.find(to('#sec'), 'i-1|sec', Date.now() - 1000))).toEqual(told);
    expect(value(await channel.find(to('#sec'), 'i-2|sec', Date.now() - 1000))).toBeUndefined();
    value(await channel.change(told, over));
    value(await channel.change(told, over));
    const messages = slack.channel('sec').messages;
    expect(messages).toHaveLength(1);
    expect(messages[0]!.text).toContain('RESOLVED');
    expect(messages[0]!.replies).toEqual([]);
    expect(value(await channel.find(to('#sec'), 'i-1|sec', Date.now() - 1000))).toEqual(told);
    expect(await channel.finish(told, over)).toMatchObject({ kind: 'done' });
    expect(messages).toHaveLength(1);
  });

  it('shows no preview of links and lets Slack guess nothing', async () => {
    const { slack, channel } = await start();
    value(await channel.open(to('#sec'), open, 'm'));
    expect(posts(slack)[0]!.args).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      parse: 'none',
      mrkdwn: 'false',
    });
    expect(slack.channel('sec').messages[0]!.renderedMentions).toEqual([]);
  });

  it('is found behind hundreds of newer messages', async () => {
    const { slack, channel } = await start();
    const told = value(await channel.open(to('#sec'), open, 'm'));
    for (let number = 0; number < 450; number += 1) slack.say('sec', 'U0000ANNA', `chat ${number}`);
    expect(value(await channel.find(to('#sec'), 'm', Date.now() - 1000))).toEqual(told);
  });

  it('says a milestone in the thread and in the channel, and knows afterwards what it said', async () => {
    const { slack, channel } = await start();
    const told = value(await channel.open(to('#sec'), open, 'm'));
    expect(value(await channel.said(told))).toEqual([]);
    const [first] = over.milestones.filter(({ id }) => id.startsWith('resolved'));
    value(await channel.say(told, over, first!));
    expect(value(await channel.said(told))).toEqual(['resolved@2026-11-21T12:07:51.000Z']);
    const [reply] = slack.channel('sec').messages[0]!.replies;
    expect(reply).toMatchObject({ broadcast: true, text: expect.stringContaining('7 min 41 s') });
  });
});

describe('who is told', () => {
  it.each([
    ['a channel by name', '#sec', 'C00000SEC'],
    ['a channel by id', 'C00000SEC', 'C00000SEC'],
    ['a person by name', 'anna', 'D0000ANNA'],
    ['a person by name with an at sign', '@anna', 'D0000ANNA'],
    ['a person by their real name', 'ANNA', 'D0000ANNA'],
    ['a person by e-mail', 'anna@example.com', 'D0000ANNA'],
    ['a person by id', 'U0000ANNA', 'D0000ANNA'],
  ])('is %s, and the message is found there again', async (_, name, place) => {
    const { channel } = await start();
    const told = value(await channel.open(to(name), open, 'm'));
    expect(told).toEqual({ ref: expect.any(String), place });
    expect(value(await channel.find(to(name), 'm', Date.now() - 1000))).toEqual(told);
    value(await channel.change(told, over));
  });

  it.each([
    ['nobody', 'no person has this name'],
    ['boris', 'no person has this name'],
    ['twin', '2 people have this name'],
    ['gone@example.com', 'no person has this e-mail address'],
    ['#missing', 'the channel does not exist'],
    ['#old', 'the channel is archived'],
    ['#foreign', 'not a member'],
  ])('is the default channel with a note when %s cannot be told', async (name, why) => {
    const { slack, channel } = await start();
    const told = value(await channel.open(to(name), open, 'm'));
    expect(told.place).toBe('C0DEFAULT');
    expect(told.notes?.join()).toContain(why);
    expect(JSON.stringify(slack.channel('default').messages[0]!.blocks)).toContain(
      `This was meant for ${name}`,
    );
    expect(value(await channel.find(to(name), 'm', Date.now() - 1000))).toMatchObject({
      ref: told.ref,
      notes: [expect.stringContaining(`meant for ${name}`)],
    });
    value(await channel.change(told, over));
    expect(JSON.stringify(slack.channel('default').messages[0]!.blocks)).toContain(
      `This was meant for ${name}`,
    );
  });

  it('is refused in plain words when there is no default channel either', async () => {
    const { channel } = await start({ defaultChannel: undefined });
    expect(await channel.open(to('nobody'), open, 'm')).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('slack.default_channel'),
    });
    expect(await channel.open(to('#old'), open, 'm')).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('archived'),
    });
  });

  it('looks people up once, and again for a name it has not seen', async () => {
    const { slack, channel } = await start();
    await channel.open(to('anna'), open, 'm');
    await channel.open(to('anna'), open, 'n');
    expect(slack.requests.filter(({ method }) => method === 'users.list')).toHaveLength(1);
    await channel.open(to('nobody'), open, 'o');
    expect(slack.requests.filter(({ method }) => method === 'users.list')).toHaveLength(2);
  });

  it.each(['#sec', 'C00000SEC', 'U0000ANNA', 'anna@example.com', 'S0000TEAM'])(
    'is quick to find by %s, whatever is known of people',
    async (name) => {
      const { channel } = await start();
      expect(channel.isQuick?.(to(name))).toBe(true);
    },
  );

  it('is quick to find by a name once the list of all people, which may have many pages, has it', async () => {
    const { channel } = await start();
    for (const name of ['anna', '@anna', 'ANNA', 'nobody']) expect(channel.isQuick?.(to(name))).toBe(false);
    await channel.open(to('anna'), open, 'm');
    for (const name of ['anna', '@anna', 'ANNA']) expect(channel.isQuick?.(to(name))).toBe(true);
    expect(channel.isQuick?.(to('nobody'))).toBe(false);
  });

  it('is told again rather than never where the app may write but not read', async () => {
    const { channel } = await start({ scopes: ['chat:write'] });
    expect(value(await channel.open(to('#sec'), open, 'm')).place).toBe('C00000SEC');
    expect(value(await channel.find(to('#sec'), 'm', 0))).toBeUndefined();
  });
});

describe('when Slack does not do it', () => {
  const told: ToldRef = { ref: '1700000000.000100', place: 'C00000SEC' };

  it('waits as long as Slack says, without a second call', async () => {
    const { slack, channel } = await start();
    slack.hook = () => slackRateLimited(7);
    expect(await channel.open(to('#sec'), open, 'm')).toMatchObject({ kind: 'later', seconds: 7 });
    expect(await channel.change(told, open)).toMatchObject({ kind: 'later', seconds: 7 });
    expect(slack.requests).toHaveLength(2);
  });

  it.each([
    ['a server error', { status: 503, body: 'x' }],
    ['a cut connection', 'drop-after'],
    ['silence', { delayMs: 2000 }],
    ['a failure halfway', { status: 200, body: { ok: false, error: 'fatal_error' } }],
  ] as const)(
    'is in doubt about a post after %s, and only that: edits and reads are repeated',
    async (_, fate) => {
      const { slack, channel } = await start({ timeout: 400 });
      slack.hook = () => fate;
      expect(await channel.open(to('#sec'), open, 'm')).toMatchObject({ kind: 'unknown' });
      expect(await channel.say(told, open, open.milestones[0]!)).toMatchObject({ kind: 'unknown' });
      expect(await channel.change(told, open)).toMatchObject({ kind: 'later' });
      expect(await channel.find(to('C00000SEC'), 'm', 0)).toMatchObject({ kind: 'later' });
      expect(await channel.said(told)).toMatchObject({ kind: 'later' });
    },
  );

  it('is not in doubt when only the look-up of a person failed', async () => {
    const { slack, channel } = await start();
    slack.hook = () => ({ status: 503, body: 'x' });
    expect(await channel.open(to('anna'), open, 'm')).toMatchObject({ kind: 'later' });
    expect(posts(slack)).toEqual([]);
  });

  it('is not in doubt when nobody answered the door', async () => {
    const { slack, channel } = await start();
    await slack.stop();
    expect(await channel.open(to('#sec'), open, 'm')).toMatchObject({ kind: 'later' });
  });

  it('finds a post that was carried out although the answer was lost', async () => {
    const { slack, channel } = await start();
    slack.hook = ({ method }) => (method === 'chat.postMessage' ? 'drop-after' : 'serve');
    expect(await channel.open(to('#sec'), open, 'm')).toMatchObject({ kind: 'unknown' });
    expect(value(await channel.find(to('#sec'), 'm', Date.now() - 1000))?.place).toBe('C00000SEC');
  });

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
    'tells anew after %s',
    async (error) => {
      const { slack, channel } = await start();
      slack.hook = () => ({ status: 200, body: { ok: false, error } });
      expect(await channel.change(told, open)).toMatchObject({ kind: 'gone' });
    },
  );

  it('tells anew when the message was removed or may no longer be edited', async () => {
    const { slack, channel } = await start();
    const first = value(await channel.open(to('#sec'), open, 'm'));
    slack.setEditWindow(-1);
    expect(await channel.change(first, over)).toMatchObject({ kind: 'gone' });
    slack.setEditWindow(undefined);
    slack.remove('sec', first.ref);
    expect(await channel.change(first, over)).toMatchObject({ kind: 'gone' });
    expect(await channel.said(first)).toMatchObject({ kind: 'gone' });
  });

  it('tells anew what was removed without another word: an answer to it hangs nowhere', async () => {
    const { slack, channel } = await start();
    const first = value(await channel.open(to('#sec'), open, 'm'));
    slack.remove('sec', first.ref);
    const milestone = { id: 'severity-up', words: [{ kind: 'text' as const, text: 'Worse' }] };
    expect(await channel.say(first, open, milestone)).toMatchObject({ kind: 'gone' });
    expect(await channel.said(first)).toMatchObject({ kind: 'gone' });
  });

  it('gives up in plain words where repeating does not help', async () => {
    const { channel } = await start({ token: async () => 'xoxb-wrong' });
    expect(await channel.open(to('#sec'), open, 'm')).toEqual({
      kind: 'refused',
      why: 'Slack: the token is not valid (invalid_auth)',
    });
    const { channel: poor } = await start({ scopes: [] });
    expect(await poor.open(to('#sec'), open, 'm')).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('missing_scope'),
    });
  });

  it('does not pass over a token that cannot be read', async () => {
    const { channel } = await start({ token: () => Promise.reject(new Error('no such parameter')) });
    await expect(channel.open(to('#sec'), open, 'm')).rejects.toThrow('no such parameter');
  });
});

describe('the list of all accounts', () => {
  const crowd = Array.from({ length: 12 }, (_, index) =>
    everywhere({}, { account: account(String(200_000_000_000 + index)) }),
  ).flat();
  const storm = announcementOf(view(crowd), { accounts: names, now });
  const spread = storm.milestones.find(({ withAccounts }) => withAccounts === true)!;
  const root = (slack: SlackStandIn, told: ToldRef) =>
    slack.channel('sec').messages.find(({ ts }) => ts === told.ref)!;

  it('lies as a file in the thread, and what is said there points to it', async () => {
    const { slack, channel } = await start();
    const told = value(await channel.open(to('#sec'), storm, 'i-1|sec'));
    value(await channel.say(told, storm, spread));
    const [file, said] = root(slack, told).replies;
    expect(file?.files[0]?.name).toBe('accounts.csv');
    expect(file?.files[0]?.content.toString()).toBe(storm.accountList);
    expect(JSON.stringify(said?.blocks)).toContain(
      'The file in the thread lists the accounts and their Regions.',
    );
    expect(value(await channel.said(told))).toEqual([spread.id]);
  });

  it('holds nothing back where the app may not write files', async () => {
    const { slack, channel } = await start();
    const told = value(await channel.open(to('#sec'), storm, 'i-1|sec'));
    slack.hook = ({ method }) =>
      method.startsWith('files.') ? { status: 200, body: { ok: false, error: 'missing_scope' } } : 'serve';
    value(await channel.say(told, storm, spread));
    const [said] = root(slack, told).replies;
    expect(JSON.stringify(said?.blocks)).not.toContain('The file');
  });
});
