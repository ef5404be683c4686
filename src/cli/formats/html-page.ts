import { accountLabel, folded, placesLabel, regionsLabel, trailLabel } from './fold.ts';
import { severities } from '#domain/findings/finding.ts';
import type { ScanFinding, ScanReport, ScanTrail } from '#usecases/scan/scan-report.ts';
import { heatMap } from './heat-map.ts';
import type { Markup } from './markup.ts';
import { html, nothing } from './markup.ts';
import { pageStyle } from './page-style.ts';
import { summaryLine } from './table.ts';

const moment = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
/** How many commands of one finding are shown: the others differ in the account and Region alone. */
const maxCommands = 5;

function article(first: ScanFinding, all: readonly ScanFinding[], isNew: boolean): Markup {
  const trail = trailLabel(first);
  const title = trail === '' ? first.title : `${first.title}, ${trail}`;
  const commands = [...new Set(all.flatMap(({ command }) => command ?? []))];
  const shown = commands.slice(0, maxCommands).map((command) => html`<pre>${command}</pre>`);
  const more = commands.length - shown.length;
  const detail = first.detail === '' ? nothing : html`<p>${first.detail}</p>`;
  return html`<article class="is-${first.severity}">
    <h3>
      <span class="mark ${first.severity}">${first.severity.toUpperCase()}</span>
      ${title}${isNew ? ' (new)' : ''}
    </h3>
    <p>${placesLabel(all, 10)} <span class="quiet">since ${moment(first.since)}</span></p>
    ${detail}
    <p>${first.meaning}</p>
    <p>${first.remedy}</p>
    ${shown}${more > 0 ? `${more} more like these.` : ''}
  </article> `;
}

function table(name: string, head: readonly string[], rows: readonly (readonly string[])[]): Markup {
  const cells = rows.map(
    (row) =>
      html`<tr>
        ${row.map((text) => html`<td>${text}</td>`)}
      </tr> `,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}">
    <table>
      <thead>
        <tr>
          ${head.map((text) => html`<th scope="col">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${cells}
      </tbody>
    </table>
  </div>`;
}

function trailRow(trail: ScanTrail): readonly string[] {
  const {
    name,
    account,
    home,
    organization,
    multiRegion,
    logging,
    records,
    bucket,
    delivered,
    deliveryError,
  } = trail;
  const kind = organization ? 'organization' : multiRegion ? 'all Regions' : 'one Region';
  const state = logging === null ? 'unknown' : logging ? 'yes' : 'NO';
  const last = deliveryError ?? (delivered === null ? '' : moment(delivered));
  const covers = `${trail.accounts} accounts, ${trail.places} places`;
  return [
    name,
    account,
    home,
    kind,
    state,
    records,
    bucket ?? '',
    trail.validation ? 'yes' : 'no',
    last,
    covers,
  ];
}

function section(title: string, body: Markup | undefined): Markup {
  return body === undefined
    ? nothing
    : html`<section>
        <h2>${title}</h2>
        ${body}
      </section> `;
}

function counts(report: ScanReport): Markup {
  const items = severities.map((severity) => {
    const number = report.findings.filter((one) => one.severity === severity).length;
    return html`<li><b>${number}</b>${severity}</li>`;
  });
  return html`<ul class="counts">
    ${items}
    <li><b>${report.places.length}</b>places looked at</li>
    <li><b>${report.unread.length}</b>not read</li>
  </ul>`;
}

function changed({ changes }: ScanReport): Markup | undefined {
  if (changes === null) return undefined;
  const over = folded(changes.over).map(
    ({ first, all }) => html`<li>${first.title}: ${placesLabel(all, 10)}</li>`,
  );
  return html`<p>
      Since ${moment(changes.since)}: ${changes.fresh.length} new, ${changes.over.length} over,
      ${changes.unknown.length} not read this time.
    </p>
    <ul>
      ${over}
    </ul>`;
}

const trailHead = [
  'trail',
  'owner',
  'home',
  'kind',
  'logs',
  'records',
  'bucket',
  'validated',
  'last delivery',
  'records in',
];

function sections(report: ScanReport): readonly Markup[] {
  const fresh = new Set(report.changes?.fresh ?? []);
  const articles = (findings: readonly ScanFinding[]) =>
    folded(findings).map(({ first, all }) =>
      article(
        first,
        all,
        all.some(({ id }) => fresh.has(id)),
      ),
    );
  const unread = report.unread.map((one) => [
    ...[accountLabel(one.account, one.accountName), regionsLabel(one.regions), one.permission ?? ''],
    ...[`${one.what}: ${one.why}`, one.remedy],
  ]);
  return [
    section('What changed', changed(report)),
    section('Accounts and Regions', heatMap(report)),
    section(
      'Findings',
      report.findings.length === 0 ? html`<p>Nothing found.</p>` : html`${articles(report.findings)}`,
    ),
    section('Accepted', report.accepted.length === 0 ? undefined : html`${articles(report.accepted)}`),
    section('Trails', table('Trails', trailHead, report.trails.map(trailRow))),
    section(
      'Not read',
      unread.length === 0
        ? undefined
        : table('Not read', ['account', 'Regions', 'permission', 'what and why', 'remedy'], unread),
    ),
  ];
}

/** The report as one page without scripts and without anything that is loaded; it prints. */
export function htmlFormat(report: ScanReport): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <title>CloudTrail scan of ${moment(report.startedAt)}</title>
        <style>
          ${{ markup: pageStyle }}
        </style>
      </head>
      <body>
        <header>
          <h1>CloudTrail scan</h1>
          <p class="quiet">
            ${moment(report.startedAt)}, by ${report.caller}, with Trailwarden ${report.tool}
          </p>
          <p>${summaryLine(report)}</p>
          ${counts(report)}
        </header>
        <main>${sections(report)}</main>
      </body>
    </html> `;
  return page.markup;
}
