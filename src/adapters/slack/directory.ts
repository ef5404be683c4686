import type { WebClient } from '@slack/web-api';
import { plain } from '#domain/announcements/wording.ts';
import type { Secret } from '#ports/secret.ts';
import { isLookRefused, refusalWords } from './failure.ts';

/** Where a message is posted, and notes on how that deviates from the configuration. */
export interface SlackAddress {
  /** What chat.postMessage takes: a channel id, `#name` or a user id. */
  readonly channel: string;
  readonly notes: readonly string[];
}

/** Finds channels and people by their configured names. */
export interface SlackDirectory {
  /** Where to post for `to`, else the default channel; undefined when neither exists. */
  addressOf(to: string): Promise<SlackAddress | undefined>;
  /** Whether `to` is found with one call or none; false for a name while the list of all people does not tell whose it is. */
  isQuick(to: string): boolean;
  /** The id of the conversation that a post to `channel` goes to; undefined when it cannot be found. */
  channelId(channel: string): Promise<string | undefined>;
  /** The default channel as a substitute for `to`, with a note; undefined when there is none, or it is `to` itself. */
  defaultChannelFor(to: string, why: string): SlackAddress | undefined;
}

/** A client, and the token to pass with each call. */
export interface SlackAccess {
  readonly client: WebClient;
  readonly token: Secret;
  /** The workspace whose people and channels are listed; only tokens of a whole organization ask for it. */
  readonly teamId?: string | undefined;
  /** Milliseconds that one call may take. */
  readonly timeout: number;
}

// Ids consist of capitals and digits. Without a digit they can also be a name, which is tried first.
const isChannelId = (text: string): boolean => /^[CGD](?=[A-Z]*\d)[A-Z0-9]{4,}$/.test(text);
const isUserId = (text: string): boolean => /^[UW](?=[A-Z]*\d)[A-Z0-9]{4,}$/.test(text);
const mayBeId = (text: string): boolean => /^[CGDUW][A-Z]{8,}$/.test(text);
const isGroupId = (text: string): boolean => /^S(?=[A-Z]*\d)[A-Z0-9]{4,}$/.test(text);
const isEmail = (text: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text);
/** Pages of a thousand people or channels that are read at most. */
const maxPages = 20;

type Ids = ReadonlyMap<string, ReadonlySet<string>>;

function gather(ids: Map<string, Set<string>>, name: string | undefined, id: string | undefined): void {
  if (name === undefined || name === '' || id === undefined) return;
  ids.set(name, (ids.get(name) ?? new Set()).add(id));
}

/**
 * People by user name, and by full name where that is no user name. Display names are not looked at: everybody writes
 * there what they like, also the name of a person who left.
 */
async function peopleByName({ client, token, teamId }: SlackAccess): Promise<Ids> {
  const [byUserName, byFullName] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages && cursor !== ''; page += 1) {
    const answer = await client.users.list({
      token: await token(),
      limit: 1000,
      ...(teamId === undefined ? {} : { team_id: teamId }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { id, name, profile, deleted, is_bot: bot } of answer.members ?? []) {
      // The user name of a person who left stays theirs: the message goes to the default channel.
      const active = deleted !== true && bot !== true;
      gather(byUserName, name, active ? id : '');
      if (active) gather(byFullName, profile?.real_name, id);
    }
    cursor = answer.response_metadata?.next_cursor ?? '';
  }
  const living = [...byUserName].map(
    ([name, ids]) => [name, new Set([...ids].filter((id) => id !== ''))] as const,
  );
  return new Map([...byFullName, ...living]);
}

async function channelsByName({ client, token, teamId }: SlackAccess): Promise<Ids> {
  const ids = new Map<string, Set<string>>();
  let cursor: string | undefined;
  for (let page = 0; page < maxPages && cursor !== ''; page += 1) {
    const answer = await client.conversations.list({
      token: await token(),
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 1000,
      ...(teamId === undefined ? {} : { team_id: teamId }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { id, name } of answer.channels ?? []) gather(ids, name, id);
    cursor = answer.response_metadata?.next_cursor ?? '';
  }
  return ids;
}

interface Register {
  readonly find: (name: string) => Promise<ReadonlySet<string>>;
  /** Whether the list is loaded and has the name. */
  readonly has: (name: string) => boolean;
}

/** Looks names up in a list that is loaded once, and loaded again for a name that it lacks. */
function register(load: () => Promise<Ids>): Register {
  let loaded: Ids | undefined;
  return {
    has: (name) => loaded?.has(name) === true,
    async find(name) {
      const known = loaded?.get(name);
      if (known !== undefined) return known;
      loaded = await load();
      return loaded.get(name) ?? new Set();
    },
  };
}

type Person = { readonly id: string } | { readonly why: string };

const withoutAt = (name: string): string => name.replace(/^@/, '');

function personFinder({ client, token }: SlackAccess, people: Register): (to: string) => Promise<Person> {
  return async (to) => {
    try {
      if (isEmail(to)) {
        const { user } = await client.users.lookupByEmail({ token: await token(), email: to });
        return user?.id === undefined ? { why: 'no person has this e-mail address' } : { id: user.id };
      }
      const [id, ...others] = await people.find(withoutAt(to));
      if (id === undefined) return { why: 'no person has this name' };
      return others.length > 0 ? { why: `${others.length + 1} people have this name` } : { id };
    } catch (error) {
      // Who cannot be looked up, for whatever reason but the token itself, is told in the default channel.
      if (isLookRefused(error)) return { why: refusalWords(error) };
      throw error;
    }
  };
}

/** The directory of the workspace that `access` reaches. */
export function slackDirectory(access: SlackAccess, defaultChannel: string | undefined): SlackDirectory {
  const { client, token } = access;
  const people = register(() => peopleByName(access));
  const person = personFinder(access, people);
  const channels = register(() => channelsByName(access));
  const isAddress = (to: string): boolean => to.startsWith('#') || isChannelId(to) || isUserId(to);

  function defaultChannelFor(to: string, why: string): SlackAddress | undefined {
    if (defaultChannel === undefined || defaultChannel === to) return undefined;
    return {
      channel: defaultChannel,
      notes: [`This was meant for ${plain(to, 80)}, but ${why}; the default channel is told instead.`],
    };
  }

  async function place(to: string): Promise<SlackAddress | undefined> {
    if (isAddress(to)) return { channel: to, notes: [] };
    if (isGroupId(to)) return defaultChannelFor(to, 'Slack takes no messages to user groups');
    const found = await person(to);
    if ('why' in found && mayBeId(to)) return { channel: to, notes: [] };
    return 'id' in found ? { channel: found.id, notes: [] } : defaultChannelFor(to, found.why);
  }

  async function channelId(channel: string): Promise<string | undefined> {
    if (isChannelId(channel) || (mayBeId(channel) && /^[CGD]/.test(channel))) return channel;
    if (isUserId(channel) || mayBeId(channel)) {
      const opened = await client.conversations.open({ token: await token(), users: channel });
      return opened.channel?.id;
    }
    const [id] = await channels.find(channel.replace(/^#/, ''));
    return id;
  }

  const isQuick = (to: string): boolean =>
    isAddress(to) || isGroupId(to) || isEmail(to) || people.has(withoutAt(to));
  return { addressOf: place, isQuick, channelId, defaultChannelFor: defaultChannelFor };
}
