function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The names of lists that tools write around events: a log file's, `aws cloudtrail lookup-events`, `aws logs
 * filter-log-events`, a CloudWatch Logs subscription, a batch of a queue, `aws logs get-query-results` (Logs Insights).
 */
export const eventLists = ['Records', 'Events', 'events', 'logEvents', 'Messages', 'results'] as const;
// One event as JSON text: of the same tools, of SNS, of a search tool's export.
const texts = ['CloudTrailEvent', '@message', 'message', 'body', 'Body', 'Message', '_raw'] as const;
/** The maximum nesting: an SNS notice in a queue's message in a batch, and one more. */
const deepest = 4;

function textIn(value: Readonly<Record<string, unknown>>): unknown {
  for (const name of texts) {
    const text = value[name];
    if (isObject(text)) return text;
    if (typeof text !== 'string' || !text.trimStart().startsWith('{')) continue;
    try {
      return JSON.parse(text);
    } catch {
      continue; // Text that only resembles an event: its container is taken as is.
    }
  }
  return undefined;
}

/** A result of Logs Insights is a list of fields (CloudWatch Logs API, GetQueryResults). */
function asInsightsRow(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const fields = value.map((one): readonly [string, unknown] | undefined =>
    isObject(one) && typeof one['field'] === 'string' ? [one['field'], one['value']] : undefined,
  );
  const known = fields.filter((one) => one !== undefined);
  return known.length === fields.length ? Object.fromEntries(known) : undefined;
}

/** What CloudWatch Logs sends to test a subscription (CloudWatch Logs user guide, subscription filters). */
function isControlMessage(value: Readonly<Record<string, unknown>>): boolean {
  return value['messageType'] === 'CONTROL_MESSAGE';
}

function isEvent(value: Readonly<Record<string, unknown>>): boolean {
  return 'eventName' in value || 'detail-type' in value;
}

/**
 * The events in a parsed document, whatever tool exported it: a record or an EventBridge message is taken as it is,
 * lists and texts around them are unwrapped. A document without an event is returned as is, and reported by the caller.
 */
export function exportedEvents(document: unknown, depth = 0): readonly unknown[] {
  if (depth > deepest) return [document];
  const row = asInsightsRow(document);
  if (row) return exportedEvents(row, depth + 1);
  if (Array.isArray(document)) return document.flatMap((one) => exportedEvents(one, depth + 1));
  if (!isObject(document) || isEvent(document)) return [document];
  if (isControlMessage(document)) return [];
  for (const name of eventLists) {
    const list = document[name];
    if (Array.isArray(list)) return list.flatMap((one) => exportedEvents(one, depth + 1));
  }
  const inner = textIn(document);
  return inner === undefined ? [document] : exportedEvents(inner, depth + 1);
}
