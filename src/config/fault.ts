/** The operator's three documents. */
export const documentNames = ['config.json', 'whitelist.json', 'ticket_owners.json'] as const;
/** One of `documentNames`. */
export type DocumentName = (typeof documentNames)[number];

/** Where in a document: keys and list positions from the outside in. */
export type Path = readonly (string | number)[];

/** An error in the documents; the configuration cannot be used. */
export interface Fault {
  readonly file: DocumentName;
  readonly path: Path;
  /** The value there, shortened and without secrets; `nothing` when there is none. */
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

/** A remark for the operator on a configuration that can be used. */
export interface Warning {
  readonly file: DocumentName;
  readonly path: Path;
  readonly text: string;
}

/** A path in JavaScript notation: `cloudtrails["ddb.table_name"]`, `aws.regions[0]`; empty for the whole document. */
export function printPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (/^[A-Za-z_$][\w$]*$/.test(step)) return text === '' ? step : `${text}.${step}`;
    return `${text}[${JSON.stringify(step)}]`;
  }, '');
}

// Tokens are put into configuration by mistake, and faults are printed and logged.
const secretShape = /xox[a-z]-|xapp-|ATATT|AKIA[0-9A-Z]{16}|-----BEGIN/;

/** The text shown in place of a secret. */
export const hidden = 'something that looks like a secret (not shown)';

/** A value as faults show it: JSON of at most 80 characters, never a secret; `nothing` for undefined. */
export function printFound(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  if (secretShape.test(text)) return hidden;
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

/** The value at `path` in a parsed document, or undefined; never reads inherited properties. */
export function valueAtPath(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    return (value as Record<string | number, unknown>)[step];
  }, document);
}

/** Thrown for a configuration that cannot be used; the message has one line for each fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => describeFault(fault)).join('\n'));
    this.faults = faults;
  }
}

/** A fault in one line: place (by default file and path), value found, value expected, remedy. */
export function describeFault(fault: Fault, place: string = placeOf(fault)): string {
  const { found, expected, remedy } = fault;
  return `${place}: found ${found}; expected ${expected}. ${remedy}`.replaceAll(/\s*\n\s*/g, ' ');
}

function placeOf({ file, path }: Fault): string {
  return path.length === 0 ? file : `${file}: ${printPath(path)}`;
}
