import * as z from 'zod';
import type { DocumentName, Fault, Path } from './fault.ts';
import { hidden, printFound, printPath, valueAtPath } from './fault.ts';
import { didYouMean } from './suggest.ts';

/** The parsed document, or all its faults. */
export type Validated<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Validates `input` against `schema`; every error becomes a fault with its place. */
export function validate<Schema extends z.ZodType>(
  file: DocumentName,
  schema: Schema,
  input: unknown,
): Validated<z.output<Schema>> {
  // A process validates a document once, so compiling a parser would cost more than it saves.
  const result = schema.safeParse(input, { jitless: true });
  if (result.success) return { ok: true, value: result.data };
  const about = { file, schema, input };
  return { ok: false, faults: result.error.issues.flatMap((issue) => faultsOf(issue, [], about)) };
}

interface About {
  readonly file: DocumentName;
  readonly schema: z.ZodType;
  readonly input: unknown;
}

function faultsOf(issue: z.core.$ZodIssue, parent: Path, about: About): readonly Fault[] {
  const path = [...parent, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], about));
  if (issue.code === 'invalid_key') return [wrongKey(path, issue.issues[0]?.message ?? issue.message, about)];
  if (issue.code === 'invalid_union') {
    // The alternative whose error lies inside the value is the one that was meant.
    const meant = issue.errors.find((branch) => branch.some(reachedInside));
    if (meant) return meant.flatMap((inner) => faultsOf(inner, path, about));
  }
  return [wrongValue(path, issue, about)];
}

function reachedInside(issue: z.core.$ZodIssue): boolean {
  return issue.path.length > 0 || issue.code === 'unrecognized_keys' || issue.code === 'custom';
}

function unknownKey(path: Path, { file, schema, input }: About): Fault {
  const known = knownKeys(schema, path.slice(0, -1));
  const where = path.length === 1 ? 'here' : `in ${printPath(path.slice(0, -1))}`;
  return {
    file,
    path,
    found: `an unknown key with ${printFound(valueAtPath(input, path))}`,
    expected: `only keys that are known ${where}: ${known.join(', ')}`,
    remedy: `Remove the key or correct its name.${didYouMean(String(path.at(-1)), known)}`,
  };
}

function wrongKey(path: Path, expected: string, { file }: About): Fault {
  const found = `the key ${printFound(path.at(-1))}`;
  return { file, path, found, expected, remedy: 'Correct the key; its value can stay as it is.' };
}

function wrongValue(path: Path, issue: z.core.$ZodIssue, { file, input }: About): Fault {
  const value = valueAtPath(input, path);
  const missing = value === undefined;
  const options = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const found = printFound(value);
  return {
    file,
    path,
    found,
    expected: options.length > 2 ? `${issue.message}: ${options.join(', ')}` : issue.message,
    remedy:
      found === hidden
        ? leaked
        : missing
          ? `Add ${printPath(path) || 'the document'}.`
          : corrected(value, issue.message, options),
  };
}

const leaked = 'Every reader of this file can use it: revoke it, store a new one, and write its name here.';

function corrected(value: unknown, expected: string, options: readonly string[]): string {
  const suggestion = typeof value === 'string' ? didYouMean(value, options) : '';
  const quotes = typeof value === 'number' && expected.includes('in quotes') ? ' Put it in quotes.' : '';
  return `Correct the value.${suggestion}${quotes}`;
}

/** The keys that a schema allows at `path`, through defaults, lists, records and unions. */
function knownKeys(schema: z.core.$ZodType, path: Path): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return knownKeys(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => knownKeys(option, path));
  const [step, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    if (step === undefined) return Object.keys(schema.shape);
    const inner: unknown = valueAtPath(schema.shape, [step]);
    return inner instanceof z.ZodType ? knownKeys(inner, rest) : [];
  }
  if (step === undefined) return [];
  if (schema instanceof z.ZodRecord) return knownKeys(schema.valueType, rest);
  return schema instanceof z.ZodArray ? knownKeys(schema.element, rest) : [];
}
