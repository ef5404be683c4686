import type { Clock } from '#simulators/wire.ts';
import { startStandIn, type HttpAnswer, type StandIn } from '#simulators/stand-in/server.ts';
import { SlackRefusal, understandSlack, type SlackCall } from './call.ts';
import { receiveUpload } from './file-methods.ts';
import { needScope } from './find-channel.ts';
import { allSlackScopes, slackMethods } from './methods.ts';
import { slackPace, slackRates, type SlackRates } from './rate-limit.ts';
import {
  nextTs,
  openChannel,
  type ChannelSetting,
  type Ephemeral,
  type SlackChannel,
  type SlackMessage,
  type SlackUser,
  type Workspace,
} from './workspace.ts';

/** The settings of a workspace. */
export interface SlackOptions {
  readonly clock: Clock;
  readonly channels: readonly ChannelSetting[];
  readonly users?: readonly SlackUser[];
  /** The only token that is accepted. */
  readonly token: string;
  /** The token's scopes; default: all that this stand-in knows. */
  readonly scopes?: readonly string[];
}

/** Slack on a loopback port, for an unmodified `WebClient`; `hook` can replace or break the answer to each request. */
export interface SlackStandIn extends Omit<StandIn<SlackCall>, 'origin'> {
  /** For the client's `slackApiUrl`. */
  readonly url: string;
  readonly rates: SlackRates;
  /** The channel of that name, or a user's direct messages by user id; throws when there is none. */
  channel(nameOrUser: string): SlackChannel;
  /** What single people were shown, oldest first. */
  readonly ephemeral: readonly Ephemeral[];
  /** Adds a message posted by another user than the app. */
  say(channel: string, user: string, text: string): SlackMessage;
  /** Deletes a message, as an administrator or a retention policy would. */
  remove(channel: string, ts: string): void;
  /** Uploaded files by their id. */
  readonly files: Workspace['files'];
  /** Sets how long messages may be edited from now on, in milliseconds; undefined means without limit. */
  setEditWindow(milliseconds: number | undefined): void;
}

/** Starts a Slack stand-in that validates every request as Slack does. */
export async function startSlack(options: SlackOptions): Promise<SlackStandIn> {
  const workspace: Workspace = {
    clock: options.clock,
    channels: options.channels.map(openChannel),
    users: options.users ?? [],
    scopes: new Set(options.scopes ?? allSlackScopes),
    files: new Map(),
    origin: () => standIn.origin,
    ephemeral: [],
    editWindowMs: undefined,
  };
  const rates = slackRates();
  const pace = slackPace(options.clock, rates);
  const standIn: StandIn<SlackCall> = await startStandIn({
    clock: options.clock,
    understand: understandSlack,
    serve: (call) => answer(workspace, call, { token: options.token, pace }),
  });
  return Object.assign(standIn, { url: `${standIn.origin}/api/`, rates }, storyMeans(workspace));
}

function storyMeans(workspace: Workspace) {
  const channel = (nameOrUser: string): SlackChannel => {
    const found = workspace.channels.find(
      ({ name, id }) => name === nameOrUser || id === `D${nameOrUser.slice(1)}`,
    );
    if (found === undefined) throw new Error(`no channel ${nameOrUser}`);
    return found;
  };
  const content = {
    blocks: [],
    broadcast: false,
    edits: [],
    files: [],
    renderedMentions: [],
    renderedLinks: [],
  };
  return {
    channel,
    ephemeral: workspace.ephemeral,
    files: workspace.files,
    say: (name: string, user: string, text: string): SlackMessage => {
      const message = { ...content, replies: [], ts: nextTs(workspace, channel(name)), user, text };
      channel(name).messages.push(message);
      return message;
    },
    remove: (name: string, ts: string): void => {
      const lists = [channel(name).messages, ...channel(name).messages.map(({ replies }) => replies)];
      const list = lists.find((one) => one.some((message) => message.ts === ts));
      list?.splice(
        list.findIndex((message) => message.ts === ts),
        1,
      );
    },
    setEditWindow: (milliseconds: number | undefined): void => {
      workspace.editWindowMs = milliseconds;
    },
  };
}

interface Gate {
  readonly token: string;
  readonly pace: ReturnType<typeof slackPace>;
}

function answer(workspace: Workspace, call: SlackCall, gate: Gate): HttpAnswer {
  if (call.method.startsWith('upload/')) return receiveUpload(workspace, call);
  try {
    if (call.token === undefined) throw new SlackRefusal('not_authed');
    if (call.token !== gate.token) throw new SlackRefusal('invalid_auth');
    const method = slackMethods[call.method];
    if (method === undefined) throw new SlackRefusal('unknown_method', { req_method: call.method });
    if (method.scope !== undefined) needScope(workspace, method.scope);
    const early = gate.pace(call.method, pacedChannel(workspace, call.args['channel'] ?? ''));
    if (early !== undefined) return early;
    return {
      status: 200,
      headers: scopesOf(workspace),
      body: { ok: true, ...method.answer(workspace, call) },
    };
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    return { status: 200, body: { ok: false, error: error.code, ...error.extra } };
  }
}

/** Slack names the token's scopes with every answer. */
function scopesOf({ scopes }: Workspace): Record<string, string> {
  return { 'x-oauth-scopes': [...scopes].join(',') };
}

/** The channel's id for rate limiting, whether the call names it by id or by name. */
function pacedChannel(workspace: Workspace, wanted: string): string {
  if (workspace.users.some(({ id }) => id === wanted)) return `D${wanted.slice(1)}`;
  const name = wanted.replace(/^#/, '');
  return workspace.channels.find((channel) => channel.name === name)?.id ?? wanted;
}
