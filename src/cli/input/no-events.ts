/** What a document is that resembles events but holds none, and what to do; undefined for everything else. */
export function otherThanEvents(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const has = (name: string): boolean => name in value;
  const text = (name: string): unknown => (value as Readonly<Record<string, unknown>>)[name];
  if (has('digestStartTime') || has('digestS3Bucket'))
    return 'This is a digest file of CloudTrail: it holds the hashes of log files, not events. Give the log files that it names.';
  const isNotice = text('eventSource') === 'aws:s3' || text('Event') === 's3:TestEvent';
  const isObjectEvent = text('source') === 'aws.s3' && /^Object /.test(String(text('detail-type')));
  if (isNotice || isObjectEvent)
    return 'This is a notification of S3 about an object, not a recorded call. Fetch the log file that it names, and give that.';
  return undefined;
}
