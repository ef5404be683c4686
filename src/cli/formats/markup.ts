/** HTML that is safe to put into a page as it is. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[];

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function written(part: Part): string {
  if (typeof part === 'object') return 'markup' in part ? part.markup : part.map(written).join('');
  return String(part).replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? '');
}

/** HTML of a template: texts in it are escaped, so that what a caller named stays text. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return {
    markup: strings.map((text, at) => text + (at < parts.length ? written(parts[at] ?? '') : '')).join(''),
  };
}

/** Nothing. */
export const nothing: Markup = { markup: '' };
