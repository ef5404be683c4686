import type * as z from 'zod';

import { AwsError } from './aws-error.ts';
import type { Request } from './service.ts';

/** The request's parameters parsed by `schema`. Throws AWS's ValidationException for invalid ones. */
export function parametersOf<Shape>(
  { parameters }: Pick<Request, 'parameters'>,
  schema: z.ZodType<Shape>,
): Shape {
  const parsed = schema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `Value at '${issue.path.join('.')}' failed: ${issue.message}`,
  );
  throw new AwsError('ValidationException', faults.join('; '));
}
