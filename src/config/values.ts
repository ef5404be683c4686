import * as z from 'zod';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseInstant } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import { asTrailArn } from '#domain/values/trail-arn.ts';

// In these schemas `error` is the text that a fault prints after "expected".

/** A string that `parse` turns into a branded value; `pattern` also goes into the JSON Schema for editors. */
function parsed<Value>(pattern: RegExp, error: string, parse: (text: string) => Value | undefined) {
  return z
    .string({ error })
    .regex(pattern, { error, abort: true })
    .transform((text, context) => {
      const value = parse(text);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: error });
      return z.NEVER;
    });
}

/** A text that matches `pattern`. */
export function textLike(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, { error });
}

/** An object that allows the keys of `shape` only; `error` describes the expected value. */
export function configSection<Shape extends z.ZodRawShape>(shape: Shape, error = 'an object, in braces') {
  return z.strictObject(shape, { error });
}

/** A boolean, or the text "true" or "false", as in Hammer's documents. */
export const Switch = z
  .union([z.boolean(), z.literal('true').transform(() => true), z.literal('false').transform(() => false)], {
    error: 'true or false',
  })
  .describe('true or false');

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}, without quotes`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** Any text. */
export const Text = z.string({ error: 'text, in quotes' });

export const accountIdText = 'an AWS account id: twelve digits, in quotes';
/** An AWS account id. */
export const Account = parsed(/^\d{12}$/, accountIdText, parseAccountId);

/** An AWS Region code. */
export const RegionCode = parsed(
  /^[a-z]{2,}(-[a-z0-9]+)+$/,
  'an AWS Region code such as "eu-west-1"',
  parseRegion,
);

/** The ARN of a trail. */
export const Trail = parsed(
  /^arn:[^:]+:cloudtrail:[^:]+:\d{12}:trail\/.+$/,
  'the ARN of a trail, such as "arn:aws:cloudtrail:eu-west-1:123456789012:trail/main"',
  asTrailArn,
);

/** The full ARN of an IAM role, without wildcards. */
export const RoleArn = textLike(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  'the full ARN of a role, such as "arn:aws:iam::123456789012:role/pipeline", without wildcards',
);

/** Whether the calendar has the day; JavaScript would read the 30th of February as the 2nd of March. */
function isCalendarDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

/** A moment in ISO 8601, or a day, which means its first moment in UTC. */
export const Moment = parsed(
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/,
  'a day that there is, such as "2027-03-31", or a moment such as "2027-03-31T12:00:00Z"',
  (text) => (isCalendarDay(text.slice(0, 10)) ? parseInstant(text) : undefined),
);

/** The place of a secret in AWS, never the secret itself. */
export interface SecretName {
  readonly store: 'ssm' | 'secretsmanager';
  /** The parameter's or the secret's name or ARN. */
  readonly name: string;
}

/** A secret's name: `ssm:/path/name` or `secretsmanager:name` (or an ARN after the colon). */
export const Secret = parsed(
  // In Parameter Store a name with a path begins with a slash (Systems Manager user guide, parameter names).
  /^(ssm:(arn:[\w/+=.@:-]+|\/[\w/.-]+|[\w.-]+)|secretsmanager:[\w/+=.@:-]+)$/,
  'the name of a secret, "ssm:/path/name" (with the slash before it) or "secretsmanager:name", never the secret itself',
  (text): SecretName => {
    const colon = text.indexOf(':');
    return { store: text.startsWith('ssm:') ? 'ssm' : 'secretsmanager', name: text.slice(colon + 1) };
  },
);

const rate = 'rate\\((1 (minute|hour|day)|([2-9]|[1-9]\\d+) (minutes|hours|days))\\)';
// Exactly one of day of month and day of week must be `?` (EventBridge User Guide).
const cron = 'cron\\(\\S+ \\S+ (\\? \\S+ [^\\s?]+|[^\\s?]+ \\S+ \\?) \\S+\\)';
/** An EventBridge schedule expression. */
export const Schedule = textLike(
  new RegExp(`^(${rate}|${cron})$`),
  'a schedule such as "rate(1 day)", "rate(12 hours)" or "cron(0 5 * * ? *)" (minute, hour, day, month, weekday, year; UTC; one of the days is "?")',
);
