import * as z from 'zod';
import type { Actor } from '#domain/facts/actor.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { instant } from '#domain/values/instant.ts';
import { asTrailArn } from '#domain/values/trail-arn.ts';
import type { SchemaOf } from './schema-of.ts';

const text = z.string();
const optionalText = text.optional();

const actor = z.object({
  kind: z.enum([
    'root',
    'iam-user',
    'assumed-role',
    'identity-center',
    'saml',
    'web-identity',
    'federated',
    'directory',
    'service',
    'aws-account',
    'unknown',
  ]),
  person: optionalText,
  role: optionalText,
  roleArn: optionalText,
  accountId: optionalText,
  arn: optionalText,
  invokedBy: optionalText,
  sessionKey: optionalText,
  rootSession: optionalText,
  delegate: optionalText,
  workload: optionalText,
  mfa: z.boolean().optional(),
  sourceIp: optionalText,
  userAgent: optionalText,
  tool: z
    .enum([
      'console',
      'AWS CLI',
      'Terraform',
      'OpenTofu',
      'Pulumi',
      'CloudFormation',
      'SDK',
      'Stratus Red Team',
      'Pacu',
    ])
    .optional(),
} satisfies SchemaOf<Actor>);

const trailArn = text.transform((value, context) => {
  const arn = asTrailArn(value);
  if (arn) return arn;
  context.addIssue({ code: 'custom', message: 'not the ARN of a trail' });
  return z.NEVER;
});

/** A trigger as it was written as JSON into a queue or table; every other value fails. */
export const TriggerJson = z.object({
  eventId: text,
  sameAs: text,
  eventSource: text,
  eventName: text,
  at: z.number().transform(instant).optional(),
  accountId: text,
  region: text,
  actor,
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('succeeded') }),
    z.object({ kind: z.literal('failed'), code: text, message: text }),
  ]),
  effect: z.enum(['harm', 'repair', 'change']),
  trail: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('arn'), arn: trailArn }),
      z.object({ kind: z.literal('name'), name: text }),
    ])
    .optional(),
  dependsOn: z
    .object({
      kind: z.enum([
        'bucket',
        'key',
        'log-group',
        'role',
        'topic',
        'event-data-store',
        'policy',
        'managed-policy',
        'key-store',
        'rule',
        'bus',
        'function',
        'event-source-mapping',
        'schedule',
        'queue',
        'table',
        'stack',
        'stack-set',
        'change-set',
        'alarm',
        'subscription',
        'secret',
      ]),
      id: text,
    })
    .optional(),
  parametersMissing: z.boolean(),
  requested: z.record(text, z.union([text, z.number(), z.boolean()])).optional(),
} satisfies SchemaOf<Trigger>) satisfies z.ZodType<Trigger>;
