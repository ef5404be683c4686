import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { slackChannel } from '#adapters/slack/channel.ts';
import { SecretMissing } from '#ports/secret.ts';
import type { Recipient, SendResult } from '#ports/channel.ts';
import type { HttpAnswer } from '#simulators/stand-in/server.ts';
import { startSlack, type SlackStandIn } from '#simulators/slack/start-slack.ts';
import { commonRefusals, ownRefusals } from './documented-refusals.ts';
import { stoppedTrail } from '#test/adapters/jira/stopped-trail.ts';

/** What becomes of a message that Slack refuses with a code. */
type Fate =
  'told in the default channel' | 'told plainer' | 'waits for the token' | 'told later' | 'looked up';

/**
 * Every error code that Slack documents for chat.postMessage (test/fixtures/slack-refusals), those that older pages had, and
 * one that does not exist yet, by what becomes of the message.
 */
const fates: Readonly<Record<Fate, string>> = {
  'told in the default channel': `channel_not_found not_in_channel is_archived restricted_action
    restricted_action_read_only_channel restricted_action_thread_only_channel restricted_action_non_threadable_channel
    restricted_action_thread_locked messages_tab_disabled ekm_access_denied external_channel_migrating
    team_access_not_granted team_not_found no_permission access_denied accesslimited as_user_not_supported
    cannot_reply_to_message channel_type_not_supported is_inactive user_not_visible user_not_found user_disabled cannot_dm_bot
    duplicate_channel_not_found duplicate_message_not_found metadata_must_be_sent_from_app too_many_contact_cards
    slack_connect_blocked_file_type slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked
    slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked slack_connect_lists_sharing_blocked
    draft_already_deleted draft_already_sent draft_has_conflict draft_not_found missing_file_data
    deprecated_endpoint method_deprecated invalid_arg_name invalid_form_data invalid_post_type missing_post_type
    a_code_of_next_year`,
  'told plainer': `msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format block_mismatch no_text
    too_many_attachments invalid_attachments attachment_payload_limit_exceeded invalid_arguments invalid_array_arg invalid_charset
    invalid_metadata_format invalid_metadata_schema metadata_too_large markdown_text_conflict`,
  'waits for the token': `invalid_auth not_authed account_inactive token_revoked token_expired missing_scope
    not_allowed_token_type org_login_required two_factor_setup_required enterprise_is_restricted`,
  'told later': `rate_limited ratelimited message_limit_exceeded service_unavailable request_timeout team_added_to_org`,
  'looked up': `internal_error fatal_error`,
};
const codes = Object.entries(fates).flatMap(([fate, list]) =>
  list.split(/\s+/).map((code) => [code, fate as Fate] as const),
);

let slack: SlackStandIn;
let token: string;
beforeAll(async () => {
  slack = await startSlack({
    clock: { now: () => Date.now() },
    token: 'xoxb-right',
    channels: [
      { id: 'C00000SEC', name: 'sec' },
      { id: 'C0DEFAULT', name: 'default' },
      { id: 'CHVLKQZBN', name: 'letters' },
    ],
    users: [],
  });
  slack.rates.on = false;
});
afterAll(() => slack.stop());
beforeEach(() => {
  slack.hook = () => 'serve';
  slack.requests.length = 0;
  token = 'xoxb-right';
});

/** Real milliseconds, of which a busy machine can take more than production's 2.5 s. */
const timeout = 20_000;
const reads: boolean[] = [];
const channel = () =>
  slackChannel({
    token: async (anew = false) => {
      reads.push(anew);
      return token;
    },
    apiUrl: slack.url,
    defaultChannel: '#default',
    timeout,
  });
const to = (name: string): Recipient => ({ channel: 'slack', to: name });
const refusing = (error: string) => ({ status: 200, body: { ok: false, error } });
const posts = () => slack.requests.filter(({ method }) => method === 'chat.postMessage');

/** Answers the first post with `error` and serves all others. */
function refuseOnce(error: string): void {
  let refused = false;
  slack.hook = ({ method }) => {
    if (refused || method !== 'chat.postMessage') return 'serve';
    refused = true;
    return refusing(error);
  };
}

describe('a first message that Slack refuses with', () => {
  it.each(codes)('%s is %s', async (code, fate) => {
    refuseOnce(code);
    const opened = await channel().open(to('C00000SEC'), stoppedTrail(), code);
    switch (fate) {
      case 'told in the default channel':
        expect(opened).toMatchObject({
          kind: 'done',
          value: { place: 'C0DEFAULT', notes: [expect.stringContaining(code)] },
        });
        break;
      case 'told plainer':
        expect(opened).toMatchObject({ kind: 'done', value: { place: 'C00000SEC' } });
        expect(slack.channel('sec').messages.at(-1)?.blocks).toEqual([]);
        break;
      case 'waits for the token':
        expect(opened).toMatchObject({ kind: 'refused', why: expect.stringContaining(code) });
        expect(posts()).toHaveLength(1);
        break;
      case 'told later':
        expect(opened).toMatchObject({ kind: 'later' });
        break;
      case 'looked up':
        expect(opened).toMatchObject({ kind: 'unknown' });
    }
  });

  it('the same for the default channel too ends with that reason', async () => {
    slack.hook = () => refusing('restricted_action');
    expect(await channel().open(to('C00000SEC'), stoppedTrail(), 'm')).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('restricted_action'),
    });
  });
});

describe('a message that is there, and whose channel', () => {
  const elsewhere = 'channel_not_found not_in_channel is_archived no_permission a_code_of_next_year'.split(
    ' ',
  );

  it.each(elsewhere)('refuses the edit with %s: it is told anew', async (code) => {
    const told = { ref: '1.1', place: 'C00000SEC' };
    slack.hook = () => refusing(code);
    expect(await channel().change(told, stoppedTrail())).toMatchObject({ kind: 'gone' });
  });

  it.each([...elsewhere, 'restricted_action_thread_locked'])(
    'refuses the reply with %s: it is told anew',
    async (code) => {
      const told = { ref: '1.1', place: 'C00000SEC' };
      slack.hook = () => refusing(code);
      const milestone = { id: 'over', words: [{ kind: 'text' as const, text: 'over' }] };
      expect(await channel().say(told, stoppedTrail(), milestone)).toMatchObject({ kind: 'gone' });
    },
  );

  it.each(['invalid_blocks', 'msg_too_long'])(
    'refuses an edit with %s: a plainer one is made',
    async (code) => {
      const told = await channel().open(to('C00000SEC'), stoppedTrail(), `plain-${code}`);
      if (told.kind !== 'done') throw new Error(told.why);
      let refused = false;
      slack.hook = ({ method }) => {
        if (refused || method !== 'chat.update') return 'serve';
        refused = true;
        return refusing(code);
      };
      expect(await channel().change(told.value, stoppedTrail())).toMatchObject({ kind: 'done' });
      expect(slack.channel('sec').messages.at(-1)?.blocks).toEqual([]);
    },
  );
});

describe('a token that', () => {
  it('was rotated since it was read is read anew at once, without waiting', async () => {
    let current = 'xoxb-old';
    const rotating = slackChannel({
      token: async (anew = false) => (anew ? (current = 'xoxb-right') : current),
      apiUrl: slack.url,
      timeout,
    });
    expect(await rotating.open(to('C00000SEC'), stoppedTrail(), 'rotated')).toMatchObject({ kind: 'done' });
    expect(posts()).toHaveLength(2);
  });

  it('is the same when it is read anew is not tried twice', async () => {
    token = 'xoxb-wrong';
    expect(await channel().open(to('C00000SEC'), stoppedTrail(), 'm')).toMatchObject({ kind: 'refused' });
    expect(posts()).toHaveLength(1);
    expect(reads).toContain(true);
  });

  it('is not stored is a refusal with its name, not a crash', async () => {
    const without = slackChannel({
      token: () => Promise.reject(new SecretMissing('The secret /trailwarden/slack-token (ssm) is missing')),
      apiUrl: slack.url,
      timeout,
    });
    expect(await without.open(to('C00000SEC'), stoppedTrail(), 'm')).toEqual({
      kind: 'refused',
      why: 'The secret /trailwarden/slack-token (ssm) is missing',
    });
  });

  it('belongs to a whole organization names the workspace when it lists people', async () => {
    const wide = slackChannel({
      token: async () => 'xoxb-right',
      teamId: 'T012AB3CD',
      apiUrl: slack.url,
      defaultChannel: '#default',
      timeout,
    });
    await wide.open(to('anna'), stoppedTrail(), 'org');
    const listed = slack.requests.find(({ method }) => method === 'users.list');
    expect(listed?.args).toMatchObject({ team_id: 'T012AB3CD' });
  });
});

describe('an id', () => {
  it('of letters only is a channel, unless a person has that name', async () => {
    const opened = await channel().open(to('CHVLKQZBN'), stoppedTrail(), 'letters');
    expect(opened).toMatchObject({ kind: 'done', value: { place: 'CHVLKQZBN' } });
  });

  it('of a user group is told in the default channel: Slack takes no messages to groups', async () => {
    expect(await channel().open(to('S0614TZR7'), stoppedTrail(), 'group')).toMatchObject({
      kind: 'done',
      value: { place: 'C0DEFAULT', notes: [expect.stringContaining('user groups')] },
    });
  });
});

/**
 * What becomes of an edit or a reply, by what becomes of a first message. Codes that only chat.update documents are in the
 * second table; one of them passes.
 */
const ofTold: Readonly<Record<Fate, { readonly edit: string; readonly reply: string }>> = {
  'told in the default channel': { edit: 'gone', reply: 'gone' },
  'told plainer': { edit: 'done', reply: 'done' },
  'waits for the token': { edit: 'refused', reply: 'refused' },
  'told later': { edit: 'later', reply: 'later' },
  'looked up': { edit: 'later', reply: 'unknown' },
};
const anew = `message_not_found cant_update_message edit_window_closed streaming_state_conflict blocked_file_type
  cant_broadcast_message file_deleted file_is_deleted file_not_found file_share_limit_reached max_file_sharing_exceeded
  no_dual_broadcast_content_update posting_to_channel_denied unable_to_share_files`;

/** Answers the first call of `method` with `error`, and serves all others. */
function refuseFirst(method: string, error: string): void {
  let refused = false;
  slack.hook = (call) => {
    if (refused || call.method !== method) return 'serve';
    refused = true;
    return refusing(error);
  };
}

async function toldOnce() {
  const opened = await channel().open(to('C00000SEC'), stoppedTrail(), crypto.randomUUID());
  if (opened.kind !== 'done') throw new Error(opened.why);
  return opened.value;
}

describe('an edit or a reply that Slack refuses', () => {
  it.each(codes)('with %s ends as what a first message would (%s) calls for', async (code, fate) => {
    const told = await toldOnce();
    refuseFirst('chat.update', code);
    expect((await channel().change(told, stoppedTrail())).kind).toBe(ofTold[fate].edit);
    refuseFirst('chat.postMessage', code);
    const milestone = { id: 'over', words: [{ kind: 'text' as const, text: 'over' }] };
    expect((await channel().say(told, stoppedTrail(), milestone)).kind).toBe(ofTold[fate].reply);
  });

  it('because Slack failed inside is made again a little later', async () => {
    const told = await toldOnce();
    refuseFirst('chat.update', 'update_failed');
    expect((await channel().change(told, stoppedTrail())).kind).toBe('later');
  });

  it('has each of its documented codes in one of these tables', () => {
    const listed = new Set([...codes.map(([code]) => code), ...anew.split(/\s+/), 'update_failed']);
    const all = [...commonRefusals, ...ownRefusals('chat.postMessage'), ...ownRefusals('chat.update')];
    expect(all.filter((code) => !listed.has(code))).toEqual([]);
  });

  it.each(anew.split(/\s+/))('with %s, which only edits know, is told anew', async (code) => {
    const told = await toldOnce();
    refuseFirst('chat.update', code);
    expect((await channel().change(told, stoppedTrail())).kind).toBe('gone');
  });
});

describe('an answer that is not of Slack but of HTTP (RFC 9110)', () => {
  it.each([
    [400, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [408, 'unknown'],
    [413, 'refused'],
    [429, 'later'],
    [500, 'unknown'],
    [502, 'unknown'],
    [503, 'unknown'],
    [504, 'unknown'],
  ] as const)('%s to a first message is %s', async (status, fate) => {
    slack.hook = ({ method }) =>
      method === 'chat.postMessage' ? { status, body: 'no', headers: { 'retry-after': '3' } } : 'serve';
    const opened = await channel().open(to('C00000SEC'), stoppedTrail(), crypto.randomUUID());
    expect(opened.kind).toBe(fate);
    if (opened.kind !== 'done') expect(opened.why.length).toBeGreaterThan(5);
  });
});

describe('an answer that is not of Slack’s API', () => {
  const there = { ref: '1.1', place: 'C00000SEC' };
  const over = { id: 'over', words: [{ kind: 'text' as const, text: 'over' }] };
  const calls: readonly (readonly [
    string,
    string,
    'unknown' | 'later',
    () => Promise<SendResult<unknown>>,
  ])[] = [
    [
      'a first message',
      'chat.postMessage',
      'unknown',
      () => channel().open(to('C00000SEC'), stoppedTrail(), 'm'),
    ],
    ['a search', 'conversations.history', 'later', () => channel().find(to('C00000SEC'), 'm', 0)],
    ['an edit', 'chat.update', 'later', () => channel().change(there, stoppedTrail())],
    ['a reply', 'chat.postMessage', 'unknown', () => channel().say(there, stoppedTrail(), over)],
    ['a reading', 'conversations.replies', 'later', () => channel().said(there)],
  ];
  const answering = (method: string, fate: HttpAnswer): void => {
    slack.hook = (call) => (call.method === method ? fate : 'serve');
  };

  it.each(calls)('to %s: too many calls without a time is later', async (_what, method, _fate, call) => {
    for (const headers of [{}, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }]) {
      answering(method, { status: 429, body: 'no', headers });
      expect(await call()).toMatchObject({ kind: 'later', seconds: 30 });
    }
  });

  it.each(calls)(
    'to %s: a page, nothing or other JSON leaves in doubt',
    async (_what, method, kind, call) => {
      for (const body of [
        '<p><!channel>',
        '',
        'null',
        '[]',
        '{}',
        '{"ok":false}',
        '{"ok":false,"error":"<b>"}',
      ]) {
        answering(method, { status: 200, body });
        expect(await call()).toMatchObject({ kind, why: 'What answered was not Slack' });
      }
    },
  );

  it.each([
    { status: 429, body: 'no' },
    { status: 200, body: '<p>' },
  ])('to a file does not keep the reply back: %o', async (fate) => {
    const told = await toldOnce();
    slack.hook = ({ method }) => (method.startsWith('files.') ? fate : 'serve');
    const long = { ...stoppedTrail(), accountList: 'account_id\r\n1\r\n' };
    expect((await channel().say(told, long, { ...over, withAccounts: true })).kind).toBe('done');
  });
});

it('a token of a whole organization without its workspace is told what to set', async () => {
  refuseFirst('users.list', 'missing_argument');
  expect(await channel().open(to('anna'), stoppedTrail(), 'org')).toMatchObject({
    kind: 'done',
    value: { place: 'C0DEFAULT', notes: [expect.stringContaining('slack.team_id')] },
  });
});
