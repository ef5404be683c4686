import type { Ink, Piece, Sheet } from './sheet.ts';

/** Text escaped for an HTML page. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function inkHtml({ text, bold, code, italic, link }: Ink): string {
  let html = escapeHtml(text);
  if (code === true) html = `<code>${html}</code>`;
  if (bold === true) html = `<b>${html}</b>`;
  if (italic === true) html = `<i>${html}</i>`;
  return link !== undefined && /^https?:/.test(link) ? `<a href="${escapeHtml(link)}">${html}</a>` : html;
}

const inksHtml = (inks: readonly Ink[]): string => inks.map(inkHtml).join('');

function tableHtml(rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${rows.map((cells, index) => row(cells, index === 0 ? 'th' : 'td')).join('\n')}</table>`;
}

function pieceHtml(piece: Piece): string {
  switch (piece.kind) {
    case 'title':
      return `<h3>${inksHtml(piece.inks)}</h3>`;
    case 'heading':
      return `<h4>${inksHtml(piece.inks)}</h4>`;
    case 'text':
      return `<p>${inksHtml(piece.inks)}</p>`;
    case 'note':
      return `<p class="note">${inksHtml(piece.inks)}</p>`;
    case 'bullet':
      return `<p class="bullet">${inksHtml(piece.inks)}</p>`;
    case 'code':
      return `<pre>${escapeHtml(piece.lines.join('\n'))}</pre>`;
    case 'table':
      return tableHtml(piece.rows);
    case 'box':
      return `<div class="box ${piece.tone}">\n${piecesHtml(piece.pieces)}\n</div>`;
    case 'rule':
      return '<hr>';
  }
}

const piecesHtml = (pieces: readonly Piece[]): string => pieces.map(pieceHtml).join('\n');

/** One message or ticket as a part of a page. */
export function sheetHtml({ where, app, pieces }: Sheet): string {
  return `<section class="${app}"><p class="where">${escapeHtml(where)}</p>\n${piecesHtml(pieces)}\n</section>`;
}

const style = `body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:820px;padding:0 1rem;color:#1d1c1d}
section{border:1px solid #ddd;border-radius:8px;padding:.6rem 1rem;margin:1rem 0;overflow-wrap:anywhere}
section.jira{border-top:4px solid #0c66e4}section.slack{border-left:4px solid #611f69}
.where,.note{color:#616061;font-size:13px}p{margin:.2rem 0}h3{margin:.3rem 0;font-size:18px}h4{margin:.8rem 0 .2rem}
.bullet{margin-left:1.2rem;text-indent:-.8rem}.bullet::before{content:"• "}
code,pre{font:13px/1.4 ui-monospace,monospace;background:#f4f4f4;border-radius:4px}code{padding:0 .2em}
pre{padding:.5rem;white-space:pre-wrap;overflow-wrap:anywhere}
.box{border-radius:6px;padding:.4rem .8rem;margin:.5rem 0;border-left:4px solid #bbb}
.error{background:#ffeceb}.warning{background:#fff7d6}.success{background:#dcfff1}.box.note{background:#f3f0ff;font-size:inherit;color:inherit}
.info{background:#e9f2ff}table{border-collapse:collapse;font-size:13px}td,th{border:1px solid #ddd;padding:.2rem .5rem;text-align:left}`;

/** A complete HTML page without external resources; `body` is markup. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
${style}
</style></head><body>
${body}
</body></html>
`;
}
