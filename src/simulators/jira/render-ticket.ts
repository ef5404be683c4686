import { behind, harmless, wrapped } from '#simulators/stand-in/terminal.ts';
import { adfLines } from './adf-text.ts';
import type { JiraComment, JiraIssue } from './issue.ts';

/** How a ticket is shown: `bold` marks its title; `width` in characters, default 92; `names` for account ids. */
export interface TicketOptions {
  readonly bold?: boolean;
  readonly width?: number;
  readonly names?: Readonly<Record<string, string>>;
}

/** The ticket with its comments as a person sees it in Jira, as plain text that is harmless in a terminal. */
export function renderTicket(issue: JiraIssue, options: TicketOptions = {}): string {
  const { bold = false, width = 92, names = {} } = options;
  const title = wrapped(harmless(`${issue.key}  ${issue.fields.summary}`), width);
  const lines = [
    ...(bold ? title.map((line) => `\u001b[1m${line}\u001b[22m`) : title),
    ...wrapped(harmless(details(issue, names).join('  ·  ')), width),
    ...(issue.links.length === 0
      ? []
      : [`Links: ${issue.links.map(({ type, other }) => `${type} ${other}`).join(', ')}`]),
    '',
    ...(issue.fields.description === undefined
      ? ['(no description)']
      : adfLines(issue.fields.description, width)),
    ...issue.comments.flatMap((comment) => commentLines(comment, width, names)),
  ];
  return behind('│ ', lines).join('\n');
}

function details({ fields, status }: JiraIssue, names: Readonly<Record<string, string>>): string[] {
  const { assignee, duedate, labels, parent, priority, issueType, resolution } = fields;
  return [
    `[${status}${resolution === undefined ? '' : `: ${resolution}`}]`,
    issueType,
    ...(priority === undefined ? [] : [`Priority ${priority}`]),
    assignee === undefined ? 'Unassigned' : `Assigned to ${names[assignee] ?? assignee}`,
    ...(duedate === undefined ? [] : [`Due ${duedate}`]),
    ...(parent === undefined ? [] : [`Parent ${parent}`]),
    ...(labels.length === 0 ? [] : [`Labels ${labels.join(', ')}`]),
  ];
}

function commentLines(
  { author, created, body }: JiraComment,
  width: number,
  names: Readonly<Record<string, string>>,
): string[] {
  const when = new Date(created).toISOString().slice(0, 19).replace('T', ' ');
  return ['', harmless(`── ${names[author] ?? author}, ${when} UTC`), ...adfLines(body, width)];
}
