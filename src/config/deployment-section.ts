import * as z from 'zod';
import { configSection, textLike } from './values.ts';

/** The section `deployment` of config.json: what the deployment adds to the templates. */
export const Deployment = configSection({
  permissions_boundary: textLike(/^[\w+=,.@/-]+$/, 'the name of a managed policy, not its ARN')
    .optional()
    .describe('A managed policy of that name in each account, as the permissions boundary of every role.'),
  kms_key: textLike(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, 'the ARN of a KMS key')
    .optional()
    .describe(
      'A key of your own for queues, tables, logs and functions of the centre; left out: keys of AWS.',
    ),
  evaluate_concurrency: z
    .int({ error: 'a whole number' })
    .min(4, { error: 'at least 4, or events wait for the sweep' })
    .optional()
    .describe(
      'Concurrency that is reserved for evaluations. Left out: none, because a new account has too little to reserve any.',
    ),
});
