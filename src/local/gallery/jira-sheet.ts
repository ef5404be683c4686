import type { AdfDocument, AdfNode } from '#simulators/jira/adf.ts';
import type { JiraIssue } from '#simulators/jira/issue.ts';
import type { Ink, Piece, Sheet, Tone } from './sheet.ts';
import { linesOf } from './sheet.ts';

function inkOf({ text = '', marks = [], type }: AdfNode): Ink {
  const has = (mark: string): boolean => marks.some((one) => one.type === mark);
  const href = marks.find((one) => one.type === 'link')?.attrs?.['href'];
  return {
    text: type === 'hardBreak' ? '\n' : text,
    ...(has('strong') && { bold: true }),
    ...(has('code') && { code: true }),
    ...(has('em') && { italic: true }),
    ...(typeof href === 'string' && { link: href }),
  };
}

const inksOf = (node: AdfNode): Ink[] =>
  node.content === undefined ? [inkOf(node)] : node.content.flatMap(inksOf);
const wordsOf = (node: AdfNode): string =>
  inksOf(node)
    .map(({ text }) => text)
    .join('');

const tones: readonly Tone[] = ['error', 'warning', 'success', 'note', 'info'];

function piecesOf(node: AdfNode): Piece[] {
  const children = node.content ?? [];
  switch (node.type) {
    case 'paragraph':
      return linesOf(inksOf(node)).map((inks) => ({ kind: 'text', inks }));
    case 'heading':
      return [{ kind: 'heading', inks: inksOf(node) }];
    case 'codeBlock':
      return [{ kind: 'code', lines: wordsOf(node).split('\n') }];
    case 'bulletList':
      return children.map((item) => ({ kind: 'bullet', inks: inksOf(item) }));
    case 'table':
      return [{ kind: 'table', rows: children.map((row) => (row.content ?? []).map(wordsOf)) }];
    case 'panel':
      return [
        {
          kind: 'box',
          tone: tones.find((tone) => tone === node.attrs?.['panelType']) ?? 'info',
          pieces: children.flatMap(piecesOf),
        },
      ];
    case 'expand':
      return [
        {
          kind: 'box',
          tone: 'plain',
          pieces: [
            { kind: 'note', inks: [{ text: `▸ ${String(node.attrs?.['title'])} (opened here)` }] },
            ...children.flatMap(piecesOf),
          ],
        },
      ];
    case 'rule':
      return [{ kind: 'rule' }];
    default:
      return [{ kind: 'note', inks: [{ text: `[${node.type}]` }] }];
  }
}

const pieces = (document: AdfDocument | undefined): Piece[] => (document?.content ?? []).flatMap(piecesOf);

const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);

/** A ticket with its fields, links and comments as Jira shows it; `names` are people by account id. */
export function jiraSheet(issue: JiraIssue, names: ReadonlyMap<string, string>): Sheet {
  const { summary, priority, assignee, labels, issueType, description } = issue.fields;
  const facts = [
    issue.status,
    issueType,
    priority === undefined ? 'no priority' : `Priority ${priority}`,
    assignee === undefined ? 'Unassigned' : `Assigned to ${names.get(assignee) ?? assignee}`,
    ...issue.links.map(({ type, other }) => `${type} ${other}`),
  ];
  const comments = issue.comments.flatMap((comment): Piece[] => [
    {
      kind: 'box',
      tone: 'plain',
      pieces: [
        {
          kind: 'note',
          inks: [
            {
              text: `Comment of ${names.get(comment.author) ?? comment.author}, ${clock(comment.created)} UTC`,
            },
          ],
        },
        ...pieces(comment.body),
      ],
    },
  ]);
  return {
    where: `Jira, ${issue.key}`,
    app: 'jira',
    pieces: [
      { kind: 'title', inks: [{ text: summary }] },
      { kind: 'note', inks: [{ text: facts.join('  ·  ') }] },
      { kind: 'note', inks: [{ text: `Labels: ${labels.join(', ')}` }] },
      ...pieces(description),
      ...comments,
    ],
  };
}
