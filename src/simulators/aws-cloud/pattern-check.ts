/** One condition of a pattern: an allowed value, or an operator such as `{ prefix: 'Stop' }`. */
export type Condition = string | number | boolean | null | Readonly<Record<string, unknown>>;

/** A pattern that EventBridge would refuse, with the reason. */
export class PatternError extends Error {
  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
    this.name = 'PatternError';
  }
}

/** Throws PatternError for a pattern that EventBridge refuses. */
export function checkPattern(pattern: unknown): void {
  if (!isFields(pattern) || Object.keys(pattern).length === 0)
    throw new PatternError('an object with fields is needed');
  for (const [name, part] of Object.entries(pattern)) {
    if (name === '$or') checkOr(part);
    else if (!Array.isArray(part)) {
      if (!isFields(part)) throw new PatternError(`"${name}" must be an object or an array`);
      checkPattern(part);
    } else if (part.length === 0) throw new PatternError(`empty arrays are not allowed ("${name}")`);
    else part.forEach(checkCondition);
  }
}

function checkOr(options: unknown): void {
  if (!Array.isArray(options) || options.length < 2)
    throw new PatternError('"$or" needs two or more patterns');
  options.forEach(checkPattern);
}

function checkCondition(condition: unknown): void {
  if (!isFields(condition)) {
    if (Array.isArray(condition)) throw new PatternError('an array inside an array');
    return;
  }
  const [name = '', ...more] = Object.keys(condition);
  if (more.length > 0) throw new PatternError('only one operator per condition');
  const check = operators[name];
  if (!check) throw new PatternError(`unrecognized match type ${name}`);
  if (!check(condition[name])) throw new PatternError(`bad value for ${name}`);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const textOrIgnoringCase = (value: unknown): boolean =>
  isText(value) || (isFields(value) && isText(value['equals-ignore-case']));
const oneOrMany = (check: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) ? value.length > 0 && value.every(check) : check(value);
const wildcard = (value: unknown): boolean => isText(value) && !value.includes('**');

const operators: Record<string, (value: unknown) => boolean> = {
  prefix: textOrIgnoringCase,
  suffix: textOrIgnoringCase,
  'equals-ignore-case': isText,
  wildcard,
  exists: (value) => typeof value === 'boolean',
  cidr: isText,
  numeric: (value) => Array.isArray(value) && (value.length === 2 || value.length === 4),
  'anything-but': (value) => {
    if (!isFields(value)) return oneOrMany((item) => isText(item) || typeof item === 'number')(value);
    const [name = '', ...more] = Object.keys(value);
    const check = { prefix: isText, suffix: isText, 'equals-ignore-case': isText, wildcard }[name];
    return more.length === 0 && check !== undefined && oneOrMany(check)(value[name]);
  },
};

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
