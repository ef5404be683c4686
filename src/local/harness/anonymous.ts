/** A text that people or machines got, without what differs from run to run: account, ids, ticket numbers, times, sizes. */
export function anonymous(text: string, account: string): string {
  return (
    text
      .replaceAll(account, 'ACCOUNT')
      .replaceAll(/tw-[0-9a-f-]+/g, 'LABEL')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
      .replaceAll(/\b[A-Z]+-\d+\b(?=[ )\n/]|$)/g, 'TICKET')
      .replaceAll(/(?:\d{4}-\d\d-\d\d[ T])?\d\d:\d\d:\d\d(?:\.\d+)?(?: UTC|Z)?/g, 'TIME')
      // The reader's own time is left out beside a time of the same day, so it shows where a run crosses midnight.
      .replaceAll(/TIME \(TIME(?: your time)?\)/g, 'TIME')
      .replaceAll(/\d{4}-\d\d-\d\d|\b\d{1,2} [A-Z][a-z]+ \d{4}\b/g, 'DAY')
      .replaceAll(/message_ts=[\d.]+/g, 'message_ts=TIME')
      .replaceAll(/\b\d+ bytes\b/g, 'SIZE')
      .replaceAll(/(?:\d+(?:\.\d+)? (?:ms|s|min|h|d|seconds?|minutes?|hours?|days?)\b ?)+/g, 'LONG ')
      // Columns are as wide as their longest line, so a longer duration moves what stands beside it.
      .replaceAll(/ {2,}/g, '  ')
      .replaceAll(/^.*\(edited\)$/gm, '')
      .trim()
  );
}
