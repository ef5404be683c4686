import type { CallRecord } from '#simulators/aws-cloud/gateway.ts';

/** When the event of an incident was on the bus, and when Slack was asked; milliseconds on the local cloud's clock. */
export interface Alert {
  readonly event: number;
  readonly slack: number;
}

/** Where the time of an alert goes, in milliseconds. */
type Part = 'bus, queue and start' | 'look and judge' | 'stream' | 'report';

/** The parts of each alert, told from the AWS calls of the functions. */
export function partsOf(alerts: readonly Alert[], calls: readonly CallRecord[]): Record<Part, number[]> {
  const parts: Record<Part, number[]> = {
    'bus, queue and start': [],
    'look and judge': [],
    stream: [],
    report: [],
  };
  for (const { event, slack } of alerts) {
    const during = calls.filter(({ at }) => at >= event && at <= slack);
    const looked = during.find(({ functionName }) => functionName === 'evaluate');
    // The Region of the call is looked at first, and kept in one transaction.
    const saved = during.find(
      ({ functionName, operation }) => functionName === 'evaluate' && operation === 'TransactWriteItems',
    );
    const done = saved && saved.at + saved.ms;
    const reported = during.find(
      ({ functionName, at }) => functionName === 'reportToSlack' && at >= (done ?? Infinity),
    );
    if (!looked || done === undefined || !reported) continue;
    parts['bus, queue and start'].push(looked.at - event);
    parts['look and judge'].push(done - looked.at);
    parts.stream.push(reported.at - done);
    parts.report.push(slack - reported.at);
  }
  return parts;
}
