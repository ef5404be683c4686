import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { slackAnswerDesk } from '#adapters/slack/answer-desk.ts';
import { slackChannel } from '#adapters/slack/channel.ts';
import type { Announcement, Milestone } from '#domain/announcements/announcement.ts';
import type { Press } from '#ports/answers.ts';
import type { Recipient } from '#ports/channel.ts';
import { startSlack, type SlackStandIn } from '#simulators/slack/start-slack.ts';
import { stoppedTrail } from '#test/adapters/jira/stopped-trail.ts';
import { incidentId, noon } from '#test/given/shop.ts';
import { commonRefusals, documentedMethods, ownRefusals } from './documented-refusals.ts';

/**
 * The codes that Slack documents for every method (test/fixtures/slack-refusals), three that some pages had, and one that
 * does not exist yet, by what they are about. `missing_scope` depends on the method.
 */
const common = {
  credentials: `invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type org_login_required
    two_factor_setup_required enterprise_is_restricted`,
  passing:
    'ratelimited rate_limited message_limit_exceeded request_timeout service_unavailable team_added_to_org',
  doubtful: 'fatal_error internal_error',
  other: `missing_scope access_denied accesslimited deprecated_endpoint method_deprecated ekm_access_denied no_permission
    team_access_not_granted invalid_arg_name invalid_arguments invalid_array_arg invalid_charset invalid_form_data
    invalid_post_type missing_post_type a_code_of_next_year`,
} as const;
type About = keyof typeof common;

const listOf = (codes: string): readonly string[] => codes.split(/\s+/);
const shared = (Object.keys(common) as About[]).flatMap((about) =>
  listOf(common[about]).map((code) => [code, about] as const),
);
const sharedCodes = new Set<string>(shared.map(([code]) => code));
const asked = new Set<string>();
/** The codes of `method`, each with what it is about: those of every method, and its own. */
const casesOf = (method: string): readonly (readonly [string, About])[] => {
  asked.add(method);
  const own = ownRefusals(method).filter((code) => !sharedCodes.has(code));
  return [...shared, ...own.map((code) => [code, 'other'] as const)];
};

let slack: SlackStandIn;
beforeAll(async () => {
  slack = await startSlack({
    clock: { now: () => Date.now() },
    token: 'xoxb-right',
    channels: [
      { id: 'C00000SEC', name: 'sec' },
      { id: 'C0DEFAULT', name: 'default' },
    ],
    users: [{ id: 'U000000A1', name: 'anna', realName: 'Anna', email: 'anna@example.com' }],
  });
  slack.rates.on = false;
});
afterAll(() => slack.stop());
beforeEach(() => {
  slack.hook = () => 'serve';
  slack.requests.length = 0;
});

const options = () => ({
  token: async () => 'xoxb-right',
  apiUrl: slack.url,
  defaultChannel: '#default',
  // Real milliseconds, of which a busy machine can take more than production's 2.5 s.
  timeout: 20_000,
});
const channel = () => slackChannel(options());
const to = (name: string): Recipient => ({ channel: 'slack', to: name });

/** Refuses every call of `method` with `error`. */
function refusing(method: string, error: string): void {
  slack.hook = (call) => (call.method === method ? { status: 200, body: { ok: false, error } } : 'serve');
}

describe.each([
  ['users.list', 'anna'],
  ['users.lookupByEmail', 'anna@example.com'],
])('a person who is looked up by %s, which is refused with', (method, name) => {
  it.each(casesOf(method))(
    '%s (%s): the message is told, or told later, and never lost',
    async (code, about) => {
      refusing(method, code);
      const opened = await channel().open(to(name), stoppedTrail(), crypto.randomUUID());
      if (about === 'credentials')
        expect(opened).toMatchObject({ kind: 'refused', why: expect.stringContaining(code) });
      else if (about === 'other')
        expect(opened).toMatchObject({
          kind: 'done',
          value: { place: 'C0DEFAULT', notes: [expect.stringContaining(`(${code})`.replace(/[()]/g, ''))] },
        });
      // Looking people up changes nothing, so that what is in doubt is simply asked again.
      else expect(opened.kind).toBe('later');
    },
  );
});

describe.each([
  ['conversations.history', 'C00000SEC'],
  ['conversations.list', '#sec'],
  ['conversations.open', 'U000000A1'],
])('a message that may have been posted, and is looked for by %s, which is refused with', (method, name) => {
  it.each(casesOf(method))(
    '%s (%s): it does not count as not posted, unless it cannot be read',
    async (code, about) => {
      refusing(method, code);
      const found = await channel().find(to(name), 'a-marker', noon);
      if (about === 'credentials') expect(found.kind).toBe('refused');
      else if (about !== 'other') expect(found.kind).toBe('later');
      // A counted duplicate beats a loss: what cannot be read is posted again.
      else expect(found).toEqual({ kind: 'done', value: undefined });
    },
  );
});

describe('the replies of a message, which cannot be read because of', () => {
  it.each(casesOf('conversations.replies'))('%s (%s): a reply is not lost', async (code, about) => {
    refusing('conversations.replies', code);
    const said = await channel().said({ ref: '1.1', place: 'C00000SEC' });
    if (about === 'credentials') expect(said.kind).toBe('refused');
    else if (about !== 'other') expect(said.kind).toBe('later');
    else if (code === 'missing_scope') expect(said).toEqual({ kind: 'done', value: [] });
    else expect(['gone', 'refused']).toContain(said.kind);
  });
});

describe.each(['files.getUploadURLExternal', 'files.completeUploadExternal'])(
  'the file with all accounts, which %s refuses with',
  (method) => {
    it.each(casesOf(method))('%s (%s): the reply is said without it', async (code) => {
      const opened = await channel().open(to('C00000SEC'), stoppedTrail(), crypto.randomUUID());
      if (opened.kind !== 'done') throw new Error(opened.why);
      refusing(method, code);
      const milestone: Milestone = {
        id: 'over',
        words: [{ kind: 'text', text: 'over' }],
        withAccounts: true,
      };
      const long: Announcement = { ...stoppedTrail(), accountList: 'account_id\r\n1\r\n' };
      expect(await channel().say(opened.value, long, milestone)).toMatchObject({ kind: 'done' });
      const text = JSON.stringify(slack.channel('sec').messages.at(-1)?.replies.at(-1)?.blocks);
      expect(text).toContain('over');
      expect(text).not.toContain('The file in the thread');
    });
  },
);

describe('what a person alone is shown, which Slack refuses with', () => {
  const press: Press = {
    action: 'on-it',
    incident: incidentId('i-1'),
    person: { id: 'U000000A1', name: 'anna' },
    at: noon,
    channel: 'C00000SEC',
  };

  it.each(casesOf('chat.postEphemeral'))(
    '%s (%s) is not lost in silence: the press goes back to its queue, and in the end to the dead letters',
    async (code) => {
      refusing('chat.postEphemeral', code);
      const shown = slackAnswerDesk(options()).sayTo(
        press,
        'Only the person behind the call can answer this.',
      );
      await expect(shown).rejects.toThrow(/did not show an answer: Slack/);
    },
  );
});

describe('the codes that Slack documents', () => {
  it('for every method are all told apart', () => {
    expect(commonRefusals.filter((code) => !sharedCodes.has(code))).toEqual([]);
  });

  it('for each method beside posting and editing are all tried here', () => {
    const posting = ['chat.postMessage', 'chat.update'];
    expect([...asked, ...posting].toSorted()).toEqual([...documentedMethods].toSorted());
    const directory = new URL('../../../src/adapters/slack/', import.meta.url);
    const sources = readdirSync(directory).map((name) => readFileSync(new URL(name, directory), 'utf8'));
    const called = sources.flatMap((source) => [...source.matchAll(/client\.([a-z]+\.[A-Za-z]+)\(/g)]);
    expect([...new Set(called.map(([, method]) => method))].toSorted()).toEqual(
      [...documentedMethods].toSorted(),
    );
  });
});
