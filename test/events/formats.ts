import { gzipSync } from 'node:zlib';
import { made } from '#test/given/made-event.ts';

export const stop = made('cloudtrail', 'StopLogging', { requestParameters: { name: 'main' } });
export const start = made('cloudtrail', 'StartLogging', { requestParameters: { name: 'main' } });
/** A log file as CloudTrail writes it. */
export const log = JSON.stringify({ Records: [stop, start] }, null, 2);

const both = [stop, start];
const lines = (of: (record: Record<string, unknown>) => string, end = '\n'): string =>
  both.map((record) => of(record)).join(end);
const quoted = (value: unknown): string => `"${JSON.stringify(value).replaceAll('"', '""')}"`;

/** A file that holds StopLogging and StartLogging, and the page that describes its form. */
interface Format {
  readonly what: string;
  readonly source: string;
  readonly name: string;
  readonly content: string | Buffer;
}

const envelope = (detail: unknown) => ({
  version: '0',
  id: 'x',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.cloudtrail',
  account: '111122223333',
  detail,
});
const subscription = [
  {
    messageType: 'CONTROL_MESSAGE',
    logEvents: [{ message: 'CWL CONTROL MESSAGE: Checking health of destination' }],
  },
  {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: 'CloudTrail/logs',
    logEvents: both.map((record, id) => ({ id: String(id), timestamp: 1, message: JSON.stringify(record) })),
  },
];
const athenaNames = `"eventtime","eventsource","eventname","awsregion","useridentity","requestparameters","recipientaccountid"`;
const root =
  '{type=Root, principalid=1, arn=arn:aws:iam::111122223333:root, accountid=111122223333, invokedby=null, sessioncontext={attributes={mfaauthenticated=false, creationdate=2026-09-09T17:50:16Z}, sessionissuer=null}}';
const athenaRow = (record: Record<string, unknown>): string =>
  [record['eventTime'], record['eventSource'], record['eventName'], record['awsRegion'], root]
    .map((value) => `"${String(value)}"`)
    .concat(quoted(record['requestParameters']), '"111122223333"')
    .join(',');

/** All forms that events are read from. */
export const formats: readonly Format[] = [
  {
    what: 'a log file of a trail, as it lies in S3',
    source: 'CloudTrail user guide, "CloudTrail log file examples"',
    name: 'log.json.gz',
    content: gzipSync(log),
  },
  {
    what: 'the same unpacked, or the JSON that the console downloads from the event history',
    source: 'CloudTrail user guide, "Downloading events"',
    name: 'log.json',
    content: log,
  },
  {
    what: 'one record, or a list of them',
    source: 'CloudTrail user guide, "CloudTrail record contents"',
    name: 'list.json',
    content: JSON.stringify(both),
  },
  {
    what: 'NDJSON, with or without a byte order mark',
    source: 'one record a line, as `jq -c .Records[]` prints them',
    name: 'lines.ndjson',
    content: `\uFEFF${lines((record) => JSON.stringify(record), '\r\n\r\n')}\n`,
  },
  {
    what: '`aws cloudtrail lookup-events`',
    source: 'CloudTrail API reference, LookupEvents: `CloudTrailEvent` is the record as text',
    name: 'lookup.json',
    content: JSON.stringify({
      Events: both.map((record) => ({
        EventId: 'e',
        EventName: 'x',
        CloudTrailEvent: JSON.stringify(record),
      })),
    }),
  },
  {
    what: 'messages of EventBridge',
    source: 'EventBridge user guide, "AWS service events via CloudTrail"',
    name: 'bus.ndjson',
    content: lines((record) => JSON.stringify(envelope(record))),
  },
  {
    what: 'messages of SQS, also behind a topic of SNS',
    source: 'Lambda developer guide, "Using Lambda with Amazon SQS"; SNS developer guide, "Message formats"',
    name: 'batch.json',
    content: JSON.stringify({
      Records: both.map((record) => ({
        body: JSON.stringify({ Type: 'Notification', Message: JSON.stringify(envelope(record)) }),
      })),
    }),
  },
  {
    what: '`aws logs filter-log-events` and `get-log-events`',
    source: 'CloudWatch Logs API reference, FilterLogEvents: `message` is the record as text',
    name: 'group.json',
    content: JSON.stringify({ events: both.map((record) => ({ message: JSON.stringify(record) })) }),
  },
  {
    what: '`aws logs tail`',
    source: 'AWS CLI command reference, logs tail: time and stream before each event',
    name: 'tail.txt',
    content: lines((record) => `2026-09-09T17:55:00+00:00 111_CloudTrail_x ${JSON.stringify(record)}`),
  },
  {
    what: 'a log group exported to S3',
    source: 'CloudWatch Logs user guide, "Exporting log data to Amazon S3": a time before each event',
    name: 'exported.gz',
    content: gzipSync(lines((record) => `2026-09-09T17:55:00.000Z ${JSON.stringify(record)}`)),
  },
  {
    what: '`aws logs get-query-results` of Logs Insights',
    source: 'CloudWatch Logs API reference, GetQueryResults: a list of fields for each row',
    name: 'insights.json',
    content: JSON.stringify({
      results: both.map((record) => [
        { field: '@timestamp', value: '2026-09-09 17:55:00.000' },
        { field: '@message', value: JSON.stringify(record) },
        { field: '@ptr', value: 'x' },
      ]),
      status: 'Complete',
    }),
  },
  {
    what: 'the JSON that the console of Logs Insights exports',
    source: 'CloudWatch Logs user guide, "Export query results"',
    name: 'insights-console.json',
    content: JSON.stringify(both.map((record) => ({ '@timestamp': 'x', '@message': record }))),
  },
  {
    what: 'the CSV that it exports',
    source: 'CloudWatch Logs user guide, "Export query results"',
    name: 'insights.csv',
    content: `@timestamp,@message\n${lines((record) => `2026-09-09,${quoted(record)}`)}\n`,
  },
  {
    what: 'objects of Amazon Data Firehose, which joins records without a separator',
    source: 'Firehose API reference, Processor: a delimiter only with AppendDelimiterToRecord',
    name: 'firehose',
    content: gzipSync(lines((record) => JSON.stringify(record), '')),
  },
  {
    what: 'the same of a subscription of CloudWatch Logs, with its control message',
    source: 'CloudWatch Logs user guide, "Log group-level subscription filters"',
    name: 'firehose-subscription',
    content: subscription.map((record) => JSON.stringify(record)).join(''),
  },
  {
    what: 'the same as CloudWatch Logs compresses each record, and Firehose the object again',
    source: 'CloudWatch Logs user guide: data of subscriptions is compressed with gzip',
    name: 'firehose-twice.gz',
    content: gzipSync(Buffer.concat(subscription.map((record) => gzipSync(JSON.stringify(record))))),
  },
  {
    what: 'a result of Athena as CSV',
    source: 'Athena user guide, "Create a table for CloudTrail logs": structs as Athena prints them',
    name: 'athena.csv',
    content: `${athenaNames}\n${lines(athenaRow)}\n`,
  },
];

/** What resembles events and holds none, and the words by which it is named. */
export const others: readonly {
  readonly what: string;
  readonly source: string;
  readonly document: unknown;
  readonly words: string;
}[] = [
  {
    what: 'a digest file of a trail',
    source: 'CloudTrail user guide, "CloudTrail digest file structure"',
    document: { awsAccountId: '1', digestStartTime: 'x', digestS3Bucket: 'logs', logFiles: [] },
    words: 'digest file',
  },
  {
    what: 'a notification of S3 about an object',
    source: 'S3 user guide, "Event message structure"',
    document: { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} }] },
    words: 'notification of S3',
  },
  {
    what: 'the test of such a notification',
    source: 'S3 user guide, "Event message structure"',
    document: { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' },
    words: 'notification of S3',
  },
  {
    what: 'an event of S3 about an object',
    source: 'S3 user guide, "EventBridge event message structure"',
    document: { source: 'aws.s3', 'detail-type': 'Object Created', detail: { bucket: { name: 'logs' } } },
    words: 'notification of S3',
  },
];
