import { accountLabel } from './fold.ts';
import type { ScanPlace, ScanReport } from '#usecases/scan/scan-report.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';

const words: Readonly<Record<ScanPlace['state'], readonly [letter: string, words: string]>> = {
  critical: ['C', 'critical'],
  high: ['H', 'high'],
  medium: ['M', 'medium'],
  low: ['L', 'low'],
  recorded: ['·', 'recorded'],
  unread: ['?', 'not read'],
};

const order: readonly ScanPlace['state'][] = ['critical', 'high', 'medium', 'low', 'unread', 'recorded'];

function cell(place: ScanPlace | undefined): Markup {
  if (place === undefined) return html`<td></td>`;
  const [letter, state] = words[place.state];
  const title = `${place.account} ${place.region}: ${state}; records ${place.records}`;
  return html`<td><span class="${place.state}" title="${title}">${letter}</span></td>`;
}

/** The worst state of an account comes first. */
function rowsOf({ accounts, places }: ScanReport) {
  const byAccount = Map.groupBy(places, ({ account }) => account);
  const rows = accounts.map(({ id, name }) => {
    const own = byAccount.get(id) ?? [];
    const worst = Math.min(order.length, ...own.map(({ state }) => order.indexOf(state)));
    return { id, name, worst, own: new Map(own.map((place) => [place.region, place])) };
  });
  return rows.toSorted((one, other) => one.worst - other.worst || (one.id < other.id ? -1 : 1));
}

/** A cell for each account and Region, by colour and letter, so that it can be read without colours too. */
export function heatMap(report: ScanReport): Markup {
  const regions = [...new Set(report.places.map(({ region }) => region))].sort();
  const head = regions.map((region) => html`<th scope="col">${region}</th>`);
  const rows = rowsOf(report).map(
    ({ id, name, own }) =>
      html`<tr>
        <th scope="row">${accountLabel(id, name)}</th>
        ${regions.map((region) => cell(own.get(region)))}
      </tr> `,
  );
  const legend = order.map((state) => {
    const [letter, meaning] = words[state];
    return html`<span class="mark ${state}">${letter}</span> ${meaning} &nbsp; `;
  });
  return html`<p class="quiet">${legend}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Map of accounts and Regions">
      <table class="map" aria-label="Accounts and Regions">
        <thead>
          <tr>
            <td></td>
            ${head}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}
