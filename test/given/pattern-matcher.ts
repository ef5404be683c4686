import type { NamedPattern } from '#domain/facts/patterns.ts';

/** Written anew from EventBridge's rules for exact and prefix matching, so that it can disagree with the patterns. */
export function matches(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) {
    const values: unknown[] = Array.isArray(event) ? event : [event];
    return pattern.some((wanted: unknown) => values.some((value) => matchesOne(wanted, value)));
  }
  if (typeof pattern !== 'object' || pattern === null) throw new Error('not a pattern');
  return Object.entries(pattern).every(
    ([key, inner]) =>
      typeof event === 'object' && event !== null && matches(inner, (event as Record<string, unknown>)[key]),
  );
}

function matchesOne(wanted: unknown, value: unknown): boolean {
  if (typeof wanted === 'string') return wanted === value;
  const keys = Object.keys(wanted as object);
  if (keys.join() !== 'prefix')
    throw new Error(`only exact and prefix matching is allowed, not ${keys.join()}`);
  return typeof value === 'string' && value.startsWith((wanted as { prefix: string }).prefix);
}

export function matchesAny(patterns: readonly NamedPattern[], event: unknown): boolean {
  return patterns.some(({ pattern }) => matches(pattern, event));
}

/** The EventBridge message in which AWS would send a record. */
export function envelopeOf(record: Record<string, unknown>): Record<string, unknown> {
  const service = String(record.eventSource).split('.')[0] ?? '';
  const kind = record.eventType === 'AwsServiceEvent' ? 'Service Event' : 'API Call';
  return {
    version: '0',
    id: '6f87d04b-9f74-4f04-a780-7acf4b0a9b38',
    'detail-type': `AWS ${kind} via CloudTrail`,
    source: `aws.${service}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}
