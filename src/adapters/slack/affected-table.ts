import type { KnownBlock, RawTextElement } from '@slack/web-api';
import type { AffectedRow, Announcement } from '#domain/announcements/announcement.ts';
import { count, plain } from '#domain/announcements/wording.ts';

/** Accounts shown; the others are counted, and listed in the file in the thread. Slack takes 100 rows. */
const maxRows = 20;
/** Characters of a cell: 21 rows stay far below the 10,000 that Slack takes in the tables of a message. */
const maxCell = { account: 45, regions: 40, state: 45 };

const cell = (text: string, max: number): RawTextElement => ({
  type: 'raw_text',
  text: plain(text, max) || '–',
});

function rowOf(account: string, { regions, state }: AffectedRow): RawTextElement[] {
  return [
    cell(account, maxCell.account),
    cell(regions, maxCell.regions),
    cell(state.replace(/^(\w+), since /, '$1 since '), maxCell.state),
  ];
}

/**
 * The affected accounts as a table, worst first: the first 20, with the number of the others below. No table for a single
 * account in a single state, which the headline names.
 */
export function affectedTable({ affected, affectedLeftOut, accountList }: Announcement): KnownBlock[] {
  const all = affected.flatMap((row) => [row.account, ...(row.others ?? [])].map((name) => ({ name, row })));
  const total = all.length + affectedLeftOut;
  if (total < 2) return [];
  const shown = all.slice(0, maxRows);
  const rest = total - shown.length;
  const header = [cell('Account', 20), cell('Regions', 20), cell('State', 20)];
  const wrapped = { is_wrapped: true };
  const file = accountList === undefined ? '' : '; all are in the file in the thread';
  const more: KnownBlock[] =
    rest === 0
      ? []
      : [
          {
            type: 'context',
            elements: [
              {
                type: 'plain_text',
                text: `The ${shown.length} worst; ${count(rest, 'more', 'more')}${file}.`,
                emoji: false,
              },
            ],
          },
        ];
  return [
    {
      type: 'table',
      rows: [header, ...shown.map(({ name, row }) => rowOf(name, row))],
      column_settings: [wrapped, wrapped, wrapped],
    },
    ...more,
  ];
}
