function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// What tools write around events: a log file's list, `aws cloudtrail lookup-events`, `aws logs filter-log-events`,
// a CloudWatch Logs subscription, a batch of a queue.
const lists = ['Records', 'Events', 'events', 'logEvents', 'Messages'] as const;
// One event as JSON text: of the same tools, of SNS, of a search tool's export.
const texts = ['CloudTrailEvent', 'message', 'body', 'Body', 'Message', '_raw'] as const;
/** The maximum nesting: an SNS notice in a queue's message in a batch, and one more. */
const deepest = 4;

function textIn(value: Readonly<Record<string, unknown>>): unknown {
  for (const name of texts) {
    const text = value[name];
    if (typeof text !== 'string' || !text.trimStart().startsWith('{')) continue;
    try {
      return JSON.parse(text);
    } catch {
      continue; // Text that only resembles an event: its container is taken as is.
    }
  }
  return undefined;
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
  if (Array.isArray(document)) return document.flatMap((one) => exportedEvents(one, depth + 1));
  if (!isObject(document) || isEvent(document)) return [document];
  for (const name of lists) {
    const list = document[name];
    if (Array.isArray(list)) return list.flatMap((one) => exportedEvents(one, depth + 1));
  }
  const inner = textIn(document);
  return inner === undefined ? [document] : exportedEvents(inner, depth + 1);
}
