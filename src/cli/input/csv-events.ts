import { athenaStruct } from './athena-struct.ts';

/** The rows of a CSV text (RFC 4180), of which quoted fields may hold line ends; undefined when a quote stays open. */
function rowsOf(text: string): readonly (readonly string[])[] | undefined {
  const rows: string[][] = [[]];
  let [field, quoted] = ['', false];
  const end = () => {
    rows.at(-1)?.push(field);
    field = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') end();
    else if (char === '\n') {
      end();
      rows.push([]);
    } else if (char !== '\r') field += char;
  }
  end();
  return quoted ? undefined : rows.filter((row) => row.some((one) => one !== ''));
}

// The columns of the table that CloudTrail's console makes for Athena (CloudTrail user guide, "Creating a table").
const columns: ReadonlyMap<string, string> = new Map(
  `eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage
  requestParameters responseElements additionalEventData requestID eventID readOnly resources eventType apiVersion
  recipientAccountId serviceEventDetails sharedEventID vpcEndpointId eventCategory addendum managementEvent`
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name]),
);

/** A value of Athena: JSON where it is, else a struct, else the text. */
function valueOf(text: string): unknown {
  if (!text.startsWith('{') && !text.startsWith('[')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return athenaStruct(text) ?? text;
  }
}

/** Longest line of names of columns, in characters. */
const longestHeader = 10_000;

/** Whether the first line of `text` names columns of events. */
export function csvHeader(text: string): boolean {
  const [header = ''] = text.slice(0, longestHeader).toLowerCase().split('\n', 1);
  return header.includes('eventname') || header.includes('@message');
}

/**
 * The events in a CSV file: a result of Athena, whose columns are the fields of a record, or an export of Logs Insights,
 * whose column `@message` holds the record; undefined when it is neither.
 */
export function csvEvents(text: string): readonly unknown[] | undefined {
  if (!csvHeader(text)) return undefined;
  const [names = [], ...rows] = rowsOf(text) ?? [];
  const keys = names.map((name) => name.trim().toLowerCase());
  if (rows.length === 0 || !keys.some((key) => key === 'eventname' || key === '@message')) return undefined;
  return rows.map((row) => {
    const fields = keys.flatMap((key, at) => {
      const value = row[at] ?? '';
      return value === '' || value === 'null' ? [] : [[columns.get(key) ?? key, valueOf(value)] as const];
    });
    return Object.fromEntries(fields);
  });
}
