/** The kinds of resource that a trail or the detector itself can depend on. */
export type DependencyKind =
  | 'bucket'
  | 'key'
  | 'log-group'
  | 'role'
  | 'topic'
  | 'event-data-store'
  | 'policy'
  | 'managed-policy'
  | 'key-store'
  | 'rule'
  | 'bus'
  | 'function'
  | 'event-source-mapping'
  | 'schedule'
  | 'queue'
  | 'table'
  | 'stack'
  | 'stack-set'
  | 'change-set'
  | 'alarm'
  | 'subscription'
  | 'secret';

/** A resource whose trails, or whose place in the detector, are found by look-up; `id` as `dependencyId` returns it. */
export interface Dependency {
  readonly kind: DependencyKind;
  readonly id: string;
}

// Matches the bare name in the ARN (or queue URL) of each kind; ids of the other kinds are used unchanged.
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
  alarm: /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/,
  // A subscription is named by the topic that it is of.
  subscription: /^arn:[^:]*:sns:[^:]*:[^:]*:([^:]+):[^:]+$/,
  secret: /^arn:[^:]*:(?:ssm:[^:]*:[^:]*:parameter(?=\/)|secretsmanager:[^:]*:[^:]*:secret:)(.+)$/,
};

/**
 * The name by which a resource is looked up, whether `text` is its name, its ARN or its queue URL.
 * For keys, topics, policies and event data stores it is `text` itself (an ARN or a bare id).
 */
export function dependencyId(kind: DependencyKind, text: string): string {
  return nameWithin[kind]?.exec(text)?.[1] ?? text;
}
