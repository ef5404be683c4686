import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { slackAnswerDesk } from '#adapters/slack/answer-desk.ts';
import { slackChannel } from '#adapters/slack/channel.ts';
import type { Announcement, Milestone } from '#domain/announcements/announcement.ts';
import type { Press } from '#ports/answers.ts';
import type { Recipient } from '#ports/channel.ts';
import { startSlack, type SlackStandIn } from '#simulators/slack/start-slack.ts';
import { stoppedTrail } from '#test/adapters/jira/stopped-trail.ts';
import { incidentId, noon } from '#test/given/shop.ts';

/**
 * The codes that Slack documents for every method, and those of the methods that telling calls beside posting and editing
 * (references of the methods at docs.slack.dev, as public copies of them have it; not every page was open to us), by what
 * they are about.
 */
const common = {
  credentials: `invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type org_login_required
    two_factor_setup_required enterprise_is_restricted`,
  passing: 'ratelimited rate_limited request_timeout service_unavailable team_added_to_org',
  doubtful: 'fatal_error internal_error',
  other: `access_denied accesslimited deprecated_endpoint method_deprecated ekm_access_denied no_permission
    team_access_not_granted invalid_arg_name invalid_arguments invalid_array_arg invalid_charset invalid_form_data
    invalid_post_type missing_post_type a_code_of_next_year`,
} as const;
const own: Readonly<Record<string, string>> = {
  'users.list': 'missing_scope invalid_cursor invalid_limit limit_required missing_argument',
  'users.lookupByEmail': 'missing_scope users_not_found',
  'conversations.open': `missing_scope channel_not_found invalid_user_combination method_not_supported_for_channel_type
    not_enough_users too_many_users user_disabled user_not_found user_not_visible users_list_not_supplied`,
  'conversations.list':
    'missing_scope invalid_cursor invalid_limit invalid_types method_not_supported_for_channel_type missing_argument',
  'conversations.history': `missing_scope channel_not_found not_in_channel invalid_cursor invalid_ts_latest invalid_ts_oldest
    invalid_metadata_filter_keys`,
  'conversations.replies': `missing_scope channel_not_found not_in_channel invalid_cursor invalid_ts_latest invalid_ts_oldest
    thread_not_found`,
  'files.getUploadURLExternal': `missing_scope alt_txt_too_large file_upload_size_restricted file_uploads_disabled
    file_uploads_except_images_disabled file_type_not_allowed missing_argument snippet_too_large unknown_snippet_type`,
  'files.completeUploadExternal': `missing_scope channel_not_found file_not_found file_update_failed file_upload_size_restricted
    invalid_channel invalid_channels invalid_thread_ts no_share_permissions not_in_channel posting_to_channel_denied
    posting_to_general_channel_denied restricted_action slack_connect_file_upload_sharing_blocked`,
  'chat.postEphemeral': `missing_scope channel_not_found is_archived no_text user_not_in_channel restricted_action
    msg_too_long invalid_blocks invalid_blocks_format messages_tab_disabled too_many_attachments`,
};
type About = keyof typeof common;

const listOf = (codes: string): readonly string[] => codes.split(/\s+/);
const casesOf = (method: string): readonly (readonly [string, About])[] => [
  ...(Object.keys(common) as About[]).flatMap((about) =>
    listOf(common[about]).map((code) => [code, about] as const),
  ),
  ...listOf(own[method] ?? '').map((code) => [code, 'other'] as const),
];

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
    '%s (%s) is tried again where that can help',
    async (code, about) => {
      refusing('chat.postEphemeral', code);
      const shown = slackAnswerDesk(options()).sayTo(
        press,
        'Only the person behind the call can answer this.',
      );
      if (about === 'passing' || about === 'doubtful') await expect(shown).rejects.toThrow(/did not show/);
      else await shown;
    },
  );
});
