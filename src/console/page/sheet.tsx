import type { Ink, Piece, SheetView } from '#console/model.ts';
import { usePage } from './store.ts';
import { lasting, Link, Moment, Panel } from './words.tsx';

function Inks({ inks }: { readonly inks: readonly Ink[] }) {
  return (
    <>
      {inks.map(({ text, bold, code, italic, link }, index) => {
        let words = <>{text}</>;
        if (code === true) words = <code>{words}</code>;
        if (bold === true) words = <b>{words}</b>;
        if (italic === true) words = <i>{words}</i>;
        return link === undefined ? (
          <span key={index}>{words}</span>
        ) : (
          <Link key={index} url={link}>
            {words}
          </Link>
        );
      })}
    </>
  );
}

function PieceOf({ piece }: { readonly piece: Piece }) {
  switch (piece.kind) {
    case 'code':
      return (
        <pre tabIndex={0} role="region" aria-label="Command or record">
          {piece.lines.join('\n')}
        </pre>
      );
    case 'table':
      return (
        <table>
          <tbody>
            {piece.rows.map((cells, index) => (
              <tr key={index}>
                {cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'box':
      return (
        <div class={`box ${piece.tone}`}>
          {piece.pieces.map((one, index) => (
            <PieceOf key={index} piece={one} />
          ))}
        </div>
      );
    case 'rule':
      return <hr />;
    case 'fields':
      return (
        <div class="fields">
          {piece.fields.map((inks, index) => (
            <p key={index}>
              <Inks inks={inks} />
            </p>
          ))}
        </div>
      );
    case 'image':
      return piece.png === '' ? null : <img src={`data:image/png;base64,${piece.png}`} alt={piece.alt} />;
    case 'title':
      return (
        <p class="sheet-title">
          <Inks inks={piece.inks} />
        </p>
      );
    default:
      return (
        <p class={piece.kind}>
          <Inks inks={piece.inks} />
        </p>
      );
  }
}

/** The first pieces of a sheet; the rest opens. */
const firstPieces = 7;

function Sheet({ sheet }: { readonly sheet: SheetView }) {
  const [first, rest] = [sheet.pieces.slice(0, firstPieces), sheet.pieces.slice(firstPieces)];
  return (
    <article class={`sheet ${sheet.app}`} aria-label={sheet.where}>
      <p class="sheet-head">
        <span class="avatar" aria-hidden="true">
          {sheet.app === 'slack' ? 'T' : '✓'}
        </span>
        <b>{sheet.app === 'slack' ? 'Trailwarden' : sheet.where.replace('Jira, ', '')}</b>
        {sheet.status !== undefined && (
          <span class={`lozenge ${sheet.status.toLowerCase().replace(/\W/g, '')}`}>{sheet.status}</span>
        )}
        <span class="quiet">
          <Moment at={sheet.at} clockOnly />
          {sheet.after !== undefined && <b class="after"> {lasting(sheet.after)} after the click</b>}
        </span>
      </p>
      {first.map((piece, index) => (
        <PieceOf key={index} piece={piece} />
      ))}
      {rest.length > 0 && (
        <details>
          <summary>More</summary>
          {rest.map((piece, index) => (
            <PieceOf key={index} piece={piece} />
          ))}
        </details>
      )}
    </article>
  );
}

/** The messages or tickets of one place, newest first. */
function Board({ app, title }: { readonly app: SheetView['app']; readonly title: string }) {
  const sheets = usePage((page) => page.sheets);
  const own = sheets.filter((sheet) => sheet.app === app);
  return (
    <Panel id={app} title={title} aside={<span class="quiet">{own.length}</span>}>
      {own.length === 0 && <p class="quiet">Nothing was sent yet. Attack, and watch.</p>}
      <div class="board" tabIndex={0} role="region" aria-label={title}>
        {own.map((sheet) => (
          <Sheet key={sheet.id} sheet={sheet} />
        ))}
      </div>
    </Panel>
  );
}

/** The Slack channel and the Jira board, as people see them. */
export function Boards() {
  return (
    <>
      <Board app="slack" title="Slack, #cloudtrail" />
      <Board app="jira" title="Jira, AWSSEC" />
    </>
  );
}
