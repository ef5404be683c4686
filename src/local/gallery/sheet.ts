/** A run of text in one style. `link` is an address; texts are raw and escaped by the renderers. */
export interface Ink {
  readonly text: string;
  readonly bold?: boolean;
  readonly code?: boolean;
  readonly italic?: boolean;
  readonly link?: string;
}

/** The colours that people know from Jira's panels, and Slack's side bars. */
export type Tone = 'error' | 'warning' | 'success' | 'note' | 'info' | 'plain';

/** A visual block of a message or ticket, the same for Slack and Jira. */
export type Piece =
  | { readonly kind: 'title' | 'heading' | 'text' | 'note' | 'bullet'; readonly inks: readonly Ink[] }
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'box'; readonly tone: Tone; readonly pieces: readonly Piece[] }
  | { readonly kind: 'rule' }
  /** Facts that stand in two columns, one below the other on a phone. */
  | { readonly kind: 'fields'; readonly fields: readonly (readonly Ink[])[] }
  /** A picture as base64 of a PNG. */
  | { readonly kind: 'image'; readonly alt: string; readonly png: string };

/** A message with its thread, or a ticket with its comments. */
export interface Sheet {
  /** The place where it is shown, e.g. `Slack, #cloudtrail`. */
  readonly where: string;
  readonly app: 'slack' | 'jira';
  readonly pieces: readonly Piece[];
}

/** `inks` split at line breaks. */
export function linesOf(inks: readonly Ink[]): Ink[][] {
  const lines: Ink[][] = [[]];
  for (const ink of inks) {
    const [first = '', ...others] = ink.text.split('\n');
    lines.at(-1)?.push({ ...ink, text: first });
    for (const text of others) lines.push([{ ...ink, text }]);
  }
  return lines.map((line) => line.filter(({ text }) => text !== ''));
}
