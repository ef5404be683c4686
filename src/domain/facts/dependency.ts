/** What a trail or the detector itself can depend on. */
export type DependencyKind =
  | 'bucket'
  | 'key'
  | 'log-group'
  | 'role'
  | 'topic'
  | 'event-data-store'
  | 'policy'
  | 'rule'
  | 'bus'
  | 'function'
  | 'event-source-mapping'
  | 'schedule'
  | 'queue'
  | 'table'
  | 'stack'
  | 'stack-set';

/** A thing that has to be related to a trail, or to the detector, by look-up; `id` as `dependencyId` gives it. */
export interface Dependency {
  readonly kind: DependencyKind;
  readonly id: string;
}

// Where the bare name stands in the ARN (or queue URL) of each kind; the other kinds keep what they are given.
const nameWithin: Partial<Record<DependencyKind, RegExp>> = {
  bucket: /^arn:[^:]*:s3:::([^/]+)/,
  'log-group': /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)/,
  role: /^arn:[^:]*:iam::[^:]*:role\/(?:.*\/)?([^/]+)$/,
  rule: /^arn:[^:]*:events:[^:]*:[^:]*:rule\/(?:.*\/)?([^/]+)$/,
  bus: /^arn:[^:]*:events:[^:]*:[^:]*:event-bus\/(.+)$/,
  function: /(?:^|:)function:([^:]+)/,
  schedule: /^arn:[^:]*:scheduler:[^:]*:[^:]*:schedule\/(?:.*\/)?([^/]+)$/,
  queue: /^(?:https?:\/\/[^/]+\/[^/]+\/|arn:[^:]*:sqs:[^:]*:[^:]*:)([^/]+)$/,
  table: /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([^/]+)/,
  stack: /^arn:[^:]*:cloudformation:[^:]*:[^:]*:stack\/([^/]+)/,
  'stack-set': /^arn:[^:]*:cloudformation:[^:]*:[^:]*:stackset\/([^/]+)/,
};

/**
 * The name under which a thing is looked up, whether `text` is its name, its ARN or its queue URL.
 * Keys, topics, policies and event data stores keep the text (an ARN or a bare id).
 */
export function dependencyId(kind: DependencyKind, text: string): string {
  return nameWithin[kind]?.exec(text)?.[1] ?? text;
}
