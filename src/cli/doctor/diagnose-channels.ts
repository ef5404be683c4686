import { isGoodEnd, isNamed } from '#adapters/jira/good-ends.ts';
import type { Config } from '#config/config.ts';
import type { SecretName } from '#config/values.ts';
import { plain } from '#domain/announcements/wording.ts';
import type { DoctorFacts, JiraProject } from './facts.ts';
import type { Trouble } from './trouble.ts';
import { trouble } from './trouble.ts';

/** The scopes without which nothing is told, and what the others are for (docs/deploying.md, the Slack app). */
const scopes: readonly (readonly [scope: string, level: 'broken' | 'wrong', without: string])[] = [
  ['chat:write', 'broken', 'no message can be sent'],
  ['users:read', 'wrong', 'people cannot be found by name'],
  ['users:read.email', 'wrong', 'people cannot be found by e-mail'],
  ['channels:read', 'wrong', 'channels cannot be found by name'],
];

/** Secrets that are not stored, empty, or may not be read. */
export function secretTroubles({ secrets }: DoctorFacts): readonly Trouble[] {
  return [...secrets].flatMap(([name, why]) =>
    why === undefined
      ? []
      : [
          trouble(
            'broken',
            `The secret ${name} cannot be read: ${plain(why, 200)}`,
            'Store it under that name, and let the reporters read it.',
          ),
        ],
  );
}

function isUnreadable(secrets: DoctorFacts['secrets'], { store, name }: SecretName): boolean {
  return secrets.get(`${store}:${name}`) !== undefined;
}

const channelWords = {
  unknown: ['does not exist, or is private and the app is no member', 'Correct it, or invite the app to it.'],
  archived: ['is archived', 'Name another channel.'],
  outside: ['does not have the app as a member', 'Invite the app: /invite @trailwarden.'],
} as const;

/** What Slack refuses, or does not know. */
export function slackTroubles({ slack, secrets, config }: DoctorFacts): readonly Trouble[] {
  // Without its secret Slack cannot be asked, and that is a line already.
  if (slack === undefined || isUnreadable(secrets, config.secrets.slackToken)) return [];
  if (slack.kind === 'failed')
    return [
      trouble(
        'broken',
        `Slack does not accept the token: ${plain(slack.why, 160)}`,
        'Store a valid bot token; it is read anew within five minutes.',
      ),
    ];
  const missing = scopes.filter(([scope]) => !slack.value.scopes.includes(scope));
  return [
    ...missing.map(([scope, level, without]) =>
      trouble(
        level,
        `The Slack token has no scope ${scope}: ${without}`,
        'Add it under OAuth & Permissions, and install the app anew.',
      ),
    ),
    ...[...slack.value.channels].flatMap(([channel, state]) => {
      if (state === 'there') return [];
      const [what, remedy] = channelWords[state];
      return [trouble('wrong', `The Slack channel ${plain(channel, 80)} ${what}`, remedy)];
    }),
  ];
}

/** Where no status of the tickets' type is known to mean *done*: `ends` are those that Jira counts as done. */
function unendable(
  key: string,
  { ends }: JiraProject,
  { issueType, done }: Config['jira'],
): readonly Trouble[] {
  if (ends === undefined || ends.some((name) => isGoodEnd(name) || isNamed(name, done))) return [];
  const named = ends.slice(0, 8).map((name) => plain(name, 60));
  const known = named.length > 0 ? `; Jira counts as done: ${named.join(', ')}` : '';
  return [
    trouble(
      'wrong',
      `No status of ${issueType} in Jira's project ${key} is known to mean that the work is done: tickets stay open for a person`,
      `Name the one that does in jira.done${known}.`,
    ),
  ];
}

function ofProject(key: string, project: JiraProject, jira: Config['jira']): readonly Trouble[] {
  const { issueType } = jira;
  const { isThere, issueTypes, missing } = project;
  if (!isThere) {
    const what = `Jira has no project ${key}, or the user may not see it`;
    return [trouble('wrong', what, 'Correct jira_project, or grant Browse Projects.')];
  }
  const types = issueTypes.slice(0, 8).join(', ');
  return [
    ...missing.map((permission) =>
      trouble(
        'wrong',
        `The user lacks the permission ${permission} in Jira's project ${key}`,
        'Grant it to the user in the permission scheme of the project.',
      ),
    ),
    ...(issueTypes.includes(issueType)
      ? []
      : [
          trouble(
            'wrong',
            `The project ${key} has no issue type ${issueType}`,
            `Set jira.issue_type to one of ${types}.`,
          ),
        ]),
    ...unendable(key, project, jira),
  ];
}

/** What Jira refuses, or does not know. */
export function jiraTroubles({ jira, secrets, config }: DoctorFacts): readonly Trouble[] {
  const { jiraEmail, jiraToken } = config.secrets;
  if (jira === undefined || [jiraEmail, jiraToken].some((one) => isUnreadable(secrets, one))) return [];
  if (jira.kind === 'failed') {
    const what = `Jira does not accept the credentials: ${plain(jira.why, 160)}`;
    return [trouble('broken', what, 'Store a valid e-mail address and API token; is jira.server right?')];
  }
  const { projects, assignees } = jira.value;
  const unknown = [...assignees].filter(([, isThere]) => !isThere).map(([name]) => name.split(' '));
  return [
    ...[...projects].flatMap(([key, project]) => ofProject(key, project, config.jira)),
    ...unknown.map(([project = '', ...name]) =>
      trouble(
        'note',
        `Tickets of Jira's project ${project} cannot be assigned to ${plain(name.join(' '), 80)}: they stay unassigned`,
        'Correct jira_owner in ticket_owners.json: a display name or an account id.',
      ),
    ),
  ];
}
