/** A node of the Atlassian Document Format (https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/). */
export interface AdfNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly AdfNode[];
  readonly text?: string;
  readonly marks?: readonly AdfMark[];
}

/** How a text is shown. */
export type AdfMark =
  | { readonly type: 'strong' | 'em' | 'code' }
  | { readonly type: 'link'; readonly attrs: { readonly href: string } };

/** A whole document; a type alias, because jira.js takes nodes as plain records. */
export type AdfDocument = { type: 'doc'; version: 1; content: Record<string, unknown>[] };

/** The types of panels in Jira; each has its colour. */
export type PanelType = 'error' | 'warning' | 'info' | 'note' | 'success';

/** A document of these blocks. */
export function document(blocks: readonly AdfNode[]): AdfDocument {
  return { type: 'doc', version: 1, content: blocks.map((block) => ({ ...block })) };
}

/** A text node; none for empty text, which Jira refuses. */
export function text(words: string, ...marks: readonly AdfMark[]): readonly AdfNode[] {
  if (words === '') return [];
  return [{ type: 'text', text: words, ...(marks.length > 0 && { marks }) }];
}

/** A paragraph; an empty one is allowed. */
export function paragraph(content: readonly AdfNode[]): AdfNode {
  return { type: 'paragraph', content };
}

/** A heading of the third level: larger ones fill half the screen of a phone. */
export function heading(words: string): AdfNode {
  return { type: 'heading', attrs: { level: 3 }, content: text(words) };
}

/** A coloured box. */
export function panel(panelType: PanelType, content: readonly AdfNode[]): AdfNode {
  return { type: 'panel', attrs: { panelType }, content };
}

/** A bullet list; none for no lines, because Jira refuses empty lists. */
export function bulletList(lines: readonly (readonly AdfNode[])[]): readonly AdfNode[] {
  if (lines.length === 0) return [];
  return [
    {
      type: 'bulletList',
      content: lines.map((line) => ({ type: 'listItem', content: [paragraph(line)] })),
    },
  ];
}

/** A shell command to copy. */
export function shellBlock(command: string): AdfNode {
  return { type: 'codeBlock', attrs: { language: 'shell' }, content: text(command) };
}

/** A block of JSON. */
export function jsonBlock(json: string): AdfNode {
  return { type: 'codeBlock', attrs: { language: 'json' }, content: text(json) };
}

/** A collapsed section that readers can open. */
export function expand(title: string, content: readonly AdfNode[]): AdfNode {
  return { type: 'expand', attrs: { title }, content };
}

/** A horizontal rule. */
export const rule: AdfNode = { type: 'rule' };

/** A row of header cells or cells. */
export function tableRow(kind: 'tableHeader' | 'tableCell', cells: readonly string[]): AdfNode {
  return {
    type: 'tableRow',
    content: cells.map((cell) => ({ type: kind, attrs: {}, content: [paragraph(text(cell))] })),
  };
}

/** A table of such rows. */
export function table(rows: readonly AdfNode[]): AdfNode {
  return { type: 'table', attrs: { isNumberColumnEnabled: false, layout: 'default' }, content: rows };
}
