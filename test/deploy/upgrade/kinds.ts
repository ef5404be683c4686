const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** Rows of the state table whose partition holds rows of several kinds, or whose sort key tells the kind. */
const bySortKey = new Set(['incident', 'members']);

/** What kind of row lies under a key of the state table, such as `seen` or `incident/receipt`. */
export function rowKind(pk: string, sk: string): string {
  const [partition = ''] = pk.split('#');
  const [sort = ''] = sk.split('#');
  return bySortKey.has(partition) ? `${partition}/${sort}` : partition;
}

/** Fields that make a message another kind than one without them. */
const telling = [
  ...['sweep', 'baseline', 'lookedAgain', 'inspected', 'unhurried', 'unexplained', 'repeated'],
  ...['asker', 'again', 'knew', 'destination', 'due', 'notBefore', 'firstFailureAt'],
] as const;

function withFields(name: string, body: Readonly<Record<string, unknown>>): string {
  const fields = telling.filter((field) => body[field] !== undefined && !name.startsWith(field));
  const { triggers, note } = body;
  const more = [
    ...(Array.isArray(triggers) && triggers.length > 0 ? ['triggers'] : []),
    ...(note === undefined ? [] : [note === 'all' ? 'note=all' : 'note=places']),
  ];
  return [name, ...fields, ...more].join('+');
}

/** What kind of message a body is that `reader` gets, such as `look-again+triggers`; the reader is a function's short name. */
export function messageKind(reader: string, parsed: unknown): string {
  const body = record(parsed);
  if (reader === 'recordHeartbeats') return 'heartbeat';
  if (reader.startsWith('reportTo')) return withFields('report', body);
  if (reader === 'inspectDestinations') return withFields('lake' in body ? 'lake' : 'destination', body);
  const why = text(body['why']);
  return why === '' ? `event: ${text(body['detail-type'])}` : withFields(why, body);
}

/** What kind of change a record of the issue table's stream is. */
export const streamKind = (parsed: unknown): string => text(record(parsed)['eventName']);
