import type { AffectedRow, Announcement, Fact } from '#domain/announcements/announcement.ts';
import {
  bulletList,
  expand,
  heading,
  jsonBlock,
  panel,
  paragraph,
  rule,
  shellBlock,
  table,
  tableRow,
  text,
  type AdfNode,
  type PanelType,
} from './adf.ts';
import { listedUpTo, wholeLines } from '#domain/announcements/wording.ts';
import { clip, manyLines, oneLine } from './plain-text.ts';
import { inline, linkNodes } from './spans.ts';

/** How much of an announcement a description shows. */
export interface DescriptionBudget {
  /** Rows of the table. */
  readonly rows: number;
  /** Characters of one text. */
  readonly text: number;
  /** Characters of all commands, each of which is shown whole or not at all. */
  readonly commands: number;
  /** Characters of the list of account names that the rows do not show. */
  readonly names: number;
  readonly facts: number;
  readonly notes: number;
  /** Whether the links and the footer are shown. */
  readonly extras: boolean;
}

function facts(shown: readonly Fact[], plan: DescriptionBudget): readonly AdfNode[] {
  return bulletList(
    shown
      .slice(0, plan.facts)
      .map(({ label, value }) => [
        ...text(`${clip(oneLine(label), 100)}: `, { type: 'strong' }),
        ...inline(value, plan.text),
      ]),
  );
}

function details(announcement: Announcement, plan: DescriptionBudget): readonly AdfNode[] {
  const shown = facts([...announcement.details, ...announcement.references], plan);
  return shown.length === 0 ? [] : [heading('Details'), ...shown];
}

/** The blocks of the description, the most urgent first: state and loss, who, what to do, affected places, details. */
export function blocksOf(
  announcement: Announcement,
  ticketNotes: readonly string[],
  plan: DescriptionBudget,
): readonly AdfNode[] {
  return [
    first(announcement, plan),
    ...facts(announcement.facts, plan),
    ...remedy(announcement, plan),
    ...further(announcement, plan),
    ...affected(announcement, plan),
    ...details(announcement, plan),
    ...(plan.extras ? links(announcement, plan) : []),
    ...notes(announcement, ticketNotes, plan),
    ...(plan.extras ? accepting(announcement) : []),
    ...(plan.extras ? footer(announcement) : []),
  ];
}

/** What is lost at other times, and what it means: below what to do. */
function further({ loss, outOfScope }: Announcement, plan: DescriptionBudget): readonly AdfNode[] {
  if (outOfScope === true) return [];
  const sentences = loss.slice(1).map((sentence) => inline(sentence, plan.text));
  const filled = sentences.filter(({ length }) => length > 0);
  return filled.length === 0 ? [] : [heading('What it means'), ...filled.map(paragraph)];
}

/** A panel with state and loss; the headline is omitted when there is a loss, because the ticket's title is right above. */
function first(
  { status, severity, headline, loss, outOfScope }: Announcement,
  plan: DescriptionBudget,
): AdfNode {
  const given = outOfScope === true;
  const sentences = (given ? loss : loss.slice(0, 1))
    .map((sentence) => inline(sentence, plan.text))
    .filter(({ length }) => length > 0);
  const [lead = text(clip(oneLine(headline), plan.text)), ...others] = sentences;
  const state = text(`${given ? 'Out of scope.' : stateWords[status]} `, { type: 'strong' });
  return panel(given ? 'note' : panelOf(status, severity), [
    paragraph([...state, ...lead]),
    ...others.map(paragraph),
  ]);
}

const stateWords: Readonly<Record<Announcement['status'], string>> = {
  open: 'Still going on.',
  whitelisted: 'Accepted by an exemption.',
  resolved: 'Over.',
  closed: 'Over.',
};

function panelOf(status: Announcement['status'], severity: Announcement['severity']): PanelType {
  if (status === 'resolved' || status === 'closed') return 'success';
  if (status === 'whitelisted') return 'note';
  return severity === 'critical' || severity === 'high' ? 'error' : 'warning';
}

function remedy(
  { remedy: { words, command = '' }, status }: Announcement,
  plan: DescriptionBudget,
): readonly AdfNode[] {
  const sentence = inline(words, plan.text);
  const whole = wholeLines(command, plan.commands).join('\n');
  if (sentence.length === 0 && whole === '') return [];
  return [
    heading(status === 'open' ? 'What to do' : 'What is left to do'),
    ...(sentence.length > 0 ? [paragraph(sentence)] : []),
    ...(whole === '' ? [] : [shellBlock(whole)]),
  ];
}

/** Accounts that a row names; the others are counted. */
const inFacts = 3;

function accountsCell({ account, others = [] }: AffectedRow, limit: number): string {
  return clip(listedUpTo([account, ...others].map(oneLine), inFacts), limit);
}

/** All accounts of rows that name only some, in a collapsed section, so that the ticket stays readable on a phone. */
function allAccounts(shown: readonly AffectedRow[], limit: number): readonly AdfNode[] {
  const long = shown.filter(({ others = [] }) => others.length >= inFacts);
  if (long.length === 0 || limit === 0) return [];
  const paragraphs = long.map(({ account, others = [], regions, state }) =>
    paragraph([
      ...text(`${regions}, ${state}: `, { type: 'strong' }),
      ...text(clip([account, ...others].map(oneLine).join(', '), Math.floor(limit / long.length))),
    ]),
  );
  return [expand('All accounts by name', paragraphs)];
}

function affected(
  announcement: Announcement,
  { rows, text: limit, names }: DescriptionBudget,
): readonly AdfNode[] {
  const total = announcement.affected.length + announcement.affectedLeftOut;
  const [only] = announcement.affected;
  if (total < 2 && (only?.others ?? []).length < inFacts) return [];
  const shown = announcement.affected.slice(0, rows);
  const left = total - shown.length;
  const cells = (row: AffectedRow) => [
    accountsCell(row, Math.min(limit, 500)),
    ...[row.regions, row.state].map((cell) => clip(oneLine(cell), Math.min(limit, 500))),
  ];
  return [
    heading('What is affected'),
    ...(shown.length === 0
      ? []
      : [
          table([
            tableRow('tableHeader', ['Account', 'Regions', 'State']),
            ...shown.map((row) => tableRow('tableCell', cells(row))),
          ]),
        ]),
    ...allAccounts(shown, names),
    ...(left > 0 ? [paragraph(text(`… cut: ${left} more ${left === 1 ? 'line' : 'lines'}.`))] : []),
  ];
}

/** The entry of the whitelist that accepts it, in a collapsed section: the last thing that a reader should think of. */
function accepting({ acceptSnippet }: Announcement): readonly AdfNode[] {
  if (acceptSnippet === undefined) return [];
  const words =
    'For config/whitelist.json, with reason and owner, to be reviewed and deployed (docs/accepting.md):';
  return [
    expand('If this is known and wanted', [paragraph(text(words)), jsonBlock(manyLines(acceptSnippet))]),
  ];
}

function links({ links: own }: Announcement, plan: DescriptionBudget): readonly AdfNode[] {
  const lines = own
    .slice(0, 20)
    .map(({ text: label, url }) => linkNodes(label, url, Math.min(plan.text, 200)));
  const filled = lines.filter((line) => line.length > 0);
  return filled.length === 0 ? [] : [heading('Look closer'), ...bulletList(filled)];
}

function notes(
  { notes: own }: Announcement,
  ticketNotes: readonly string[],
  plan: DescriptionBudget,
): readonly AdfNode[] {
  const lines = [
    ...own.map((note) => inline(note, plan.text)),
    ...ticketNotes.map((note) => text(clip(oneLine(note), plan.text))),
  ].filter((line) => line.length > 0);
  const shown = lines.slice(0, plan.notes);
  return shown.length === 0 ? [] : [heading('Good to know'), ...bulletList(shown)];
}

function footer({ status }: Announcement): readonly AdfNode[] {
  const upkeep =
    status === 'open'
      ? 'Trailwarden keeps this text up to date, so write what you find into comments.'
      : 'Trailwarden wrote this text; what people found is in the comments.';
  return [rule, paragraph(text(upkeep, { type: 'em' }))];
}
