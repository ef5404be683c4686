import { createHmac } from 'node:crypto';

/** A press of a button, or of a form's button with what was filled in. */
export interface Pressed {
  readonly user: { readonly id: string; readonly name: string };
  readonly channel: string;
  /** The button's `action_id` and `value`. */
  readonly action: string;
  readonly value: string;
  /** Fields of a form, by their `action_id`. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** A request as Slack sends it: a form with one field, `payload`, signed (docs.slack.dev, verifying requests). */
export interface SlackRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function payloadOf({ user, channel, action, value, fields }: Pressed, at: number): object {
  const values = Object.fromEntries(
    Object.entries(fields ?? {}).map(([name, text], index) => [
      `block-${index}`,
      {
        [name]: /^\d+$/.test(text)
          ? { type: 'static_select', selected_option: { value: text } }
          : { type: 'plain_text_input', value: text },
      },
    ]),
  );
  return {
    type: 'block_actions',
    user: { id: user.id, username: user.name, name: user.name, team_id: 'T1' },
    team: { id: 'T1', domain: 'rehearsal' },
    api_app_id: 'A1',
    container: { type: 'message', message_ts: '1.1', channel_id: channel, is_ephemeral: false },
    trigger_id: `${at}.1`,
    channel: { id: channel, name: 'cloudtrail' },
    state: { values },
    response_url: 'https://hooks.slack.com/actions/T1/1/x',
    actions: [
      {
        action_id: action,
        block_id: 'b',
        type: 'button',
        value,
        text: { type: 'plain_text', text: '' },
        action_ts: (at / 1000).toFixed(6),
      },
    ],
  };
}

/** The request for a press at `at` (milliseconds), signed with `secret`. */
export function pressRequest(pressed: Pressed, secret: string, at: number): SlackRequest {
  const body = new URLSearchParams({ payload: JSON.stringify(payloadOf(pressed, at)) }).toString();
  const timestamp = String(Math.floor(at / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
  return { headers, body };
}
