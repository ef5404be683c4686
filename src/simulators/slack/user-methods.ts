import { required, SlackRefusal, type SlackCall } from './call.ts';
import { pageOf } from './pages.ts';
import { bot, type SlackUser, type Workspace } from './workspace.ts';

type Answer = Record<string, unknown>;

/** auth.test. */
export function authTest(workspace: Workspace): Answer {
  return {
    url: `${workspace.origin()}/`,
    team: 'Stand-in',
    user: 'bot',
    team_id: bot.teamId,
    user_id: bot.userId,
    bot_id: bot.botId,
    is_enterprise_install: false,
  };
}

/** users.list; a few hundred to a page, deactivated people included. */
export function listUsers(workspace: Workspace, call: SlackCall): Answer {
  const { items, nextCursor } = pageOf(call, workspace.users, 200);
  return {
    members: items.map((user) => userJson(workspace, user)),
    cache_ts: Math.trunc(workspace.clock.now() / 1000),
    response_metadata: { next_cursor: nextCursor },
  };
}

/** users.info; `user_not_found`. */
export function userInfo(workspace: Workspace, call: SlackCall): Answer {
  const id = required(call, 'user');
  const user = workspace.users.find((one) => one.id === id);
  if (user === undefined) throw new SlackRefusal('user_not_found');
  return { user: userJson(workspace, user) };
}

/** users.lookupByEmail; deactivated people are `users_not_found` too. */
export function lookupByEmail(workspace: Workspace, call: SlackCall): Answer {
  const email = required(call, 'email').toLowerCase();
  const user = workspace.users.find((one) => one.email.toLowerCase() === email && one.deleted !== true);
  if (user === undefined) throw new SlackRefusal('users_not_found');
  return { user: userJson(workspace, user) };
}

function userJson(workspace: Workspace, user: SlackUser): Answer {
  const email = workspace.scopes.has('users:read.email') ? { email: user.email } : {};
  return {
    id: user.id,
    team_id: bot.teamId,
    name: user.name,
    deleted: user.deleted ?? false,
    real_name: user.realName,
    is_bot: false,
    profile: { real_name: user.realName, display_name: user.displayName ?? user.name, ...email },
  };
}
