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
    case 'fields':
      return `<div class="fields">${piece.fields.map((inks) => `<p>${inksHtml(inks).replaceAll('\n', '<br>')}</p>`).join('\n')}</div>`;
    case 'image':
      return `<img alt="${escapeHtml(piece.alt)}" src="data:image/png;base64,${piece.png}">`;
  }
}

const piecesHtml = (pieces: readonly Piece[]): string => pieces.map(pieceHtml).join('\n');

/** One message or ticket as a part of a page. */
export function sheetHtml({ where, app, pieces }: Sheet): string {
  return `<section class="${app}"><p class="where">${escapeHtml(where)}</p>\n${piecesHtml(pieces)}\n</section>`;
}

// Slack and Jira in a light and a dark room, as the reader's system asks for. Slack's messages stand beside a picture of
// the sender, which leaves 56 of a phone's 400 pixels out; its header is 18 px, its text 15 px, its code 12 px.
const style = `:root{color-scheme:light dark;--ink:#1d1c1d;--dim:#616061;--page:#f8f8f8;--paper:#fff;--line:#ddd;--code:#f4f4f4;--name:#a3244e;--link:#1264a3;
--error:#ffeceb;--warning:#fff7d6;--success:#dcfff1;--note:#f3f0ff;--info:#e9f2ff}
@media (prefers-color-scheme:dark){:root{--ink:#d1d2d3;--dim:#9a9b9e;--page:#121314;--paper:#1a1d21;--line:#35373b;--code:#222529;--name:#e8912d;--link:#1d9bd1;
--error:#42221f;--warning:#3a2f10;--success:#153a2b;--note:#2b2540;--info:#1c2b41}}
*{box-sizing:border-box}body{font:15px/1.46 system-ui,"DejaVu Sans",sans-serif;margin:0 auto;max-width:820px;padding:8px;color:var(--ink);background:var(--page)}
a{color:var(--link);text-decoration:none}section{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:8px 12px;margin:12px 0;overflow-wrap:anywhere}
section.jira{border-top:4px solid #0c66e4}section.slack{position:relative;padding-left:56px}
section.slack::before{content:"";position:absolute;left:12px;top:12px;width:36px;height:36px;border-radius:8px;background:#611f69}
.where,.note{color:var(--dim);font-size:13px}p{margin:2px 0}h1{font-size:22px}h2{font-size:18px}h3{margin:4px 0;font-size:18px;line-height:1.33}h4{margin:10px 0 2px}
.bullet{margin-left:1.2rem;text-indent:-.8rem}.bullet::before{content:"• "}
code,pre{font:12px/1.5 ui-monospace,"DejaVu Sans Mono",monospace;background:var(--code);border:1px solid var(--line);border-radius:4px}code{padding:0 .2em;color:var(--name)}
pre{padding:8px;margin:4px 0;white-space:pre-wrap;overflow-wrap:anywhere}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:2px 16px;margin:4px 0}
.box{border-radius:6px;padding:6px 12px;margin:8px 0;border-left:4px solid var(--line);background:var(--code)}
.error{background:var(--error)}.warning{background:var(--warning)}.success{background:var(--success)}.box.note{background:var(--note);font-size:inherit;color:inherit}
.info{background:var(--info)}table{border-collapse:collapse;font-size:13px;width:100%}td,th{border:1px solid var(--line);padding:3px 6px;text-align:left;vertical-align:top}
img{max-width:100%;height:auto;border-radius:8px;display:block;margin:6px 0}
@media (max-width:480px){body{padding:0}section{border-radius:0;border-left:0;border-right:0;margin:8px 0}.fields{grid-template-columns:1fr}}`;

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
