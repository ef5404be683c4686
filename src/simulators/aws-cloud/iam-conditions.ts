/** Condition keys of one request, e.g. `aws:SourceArn`; names are compared without case, as AWS does. */
export type RequestContext = Readonly<Record<string, string | undefined>>;

// Compiled patterns are cached, because a role's patterns are evaluated on every call.
const compiled = new Map<string, RegExp>();

/** Whether a pattern with `*` and `?` matches the whole text; case-sensitive. */
export function matchesPattern(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, known);
  return known.test(text);
}

function compile(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

const matchesArn = (pattern: string, arn: string): boolean => {
  const wanted = sixParts(pattern);
  const given = sixParts(arn);
  return (
    wanted.length === 6 &&
    given.length === 6 &&
    wanted.every((part, index) => matchesPattern(part, given[index] ?? ''))
  );
};

function sixParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

type Test = (wanted: string, given: string) => boolean;

const operators: Record<string, { test: Test; negated: boolean }> = {
  StringEquals: { test: (wanted, given) => wanted === given, negated: false },
  StringEqualsIgnoreCase: {
    test: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
    negated: false,
  },
  StringNotEquals: { test: (wanted, given) => wanted === given, negated: true },
  StringLike: { test: matchesPattern, negated: false },
  StringNotLike: { test: matchesPattern, negated: true },
  // AWS: ArnEquals and ArnLike behave identically.
  ArnEquals: { test: matchesArn, negated: false },
  ArnLike: { test: matchesArn, negated: false },
  ArnNotEquals: { test: matchesArn, negated: true },
  ArnNotLike: { test: matchesArn, negated: true },
  Bool: { test: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(), negated: false },
};

/** Whether every condition holds; undefined when one cannot be decided (unknown operator or a policy variable). */
export function conditionHolds(
  condition: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined,
  context: RequestContext,
): boolean | undefined {
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  let verdict: boolean | undefined = true;
  for (const [name, keys] of Object.entries(condition ?? {})) {
    for (const [key, wanted] of Object.entries(keys)) {
      const holds = oneHolds(
        name,
        (Array.isArray(wanted) ? wanted : [wanted]).map(String),
        values.get(key.toLowerCase()),
      );
      if (holds === false) return false;
      if (holds === undefined) verdict = undefined;
    }
  }
  return verdict;
}

const allValues = 'ForAllValues:';

function oneHolds(name: string, wanted: readonly string[], given: string | undefined): boolean | undefined {
  // Requests here have at most one value of a key; ForAllValues holds without any (IAM User Guide).
  if (name.startsWith(allValues))
    return given === undefined ? true : oneHolds(name.slice(allValues.length), wanted, given);
  const ifExists = name.endsWith('IfExists');
  const operator = operators[ifExists ? name.slice(0, -'IfExists'.length) : name];
  if (!operator || wanted.some((text) => text.includes('${'))) return undefined;
  if (given === undefined) return ifExists || operator.negated;
  const matched = wanted.some((text) => operator.test(text, given));
  return operator.negated ? !matched : matched;
}
