/** The operator's three documents. */
export const documentNames = ['config.json', 'whitelist.json', 'ticket_owners.json'] as const;
/** One of `documentNames`. */
export type DocumentName = (typeof documentNames)[number];

/** Where in a document: keys and list positions from the outside in. */
export type Path = readonly (string | number)[];

/** Something that keeps the configuration from being used. */
export interface Fault {
  readonly file: DocumentName;
  readonly path: Path;
  /** What stands there, cut short and without secrets; `nothing` when the place is empty. */
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

/** Something an operator should know that does not keep the configuration from being used. */
export interface Warning {
  readonly file: DocumentName;
  readonly path: Path;
  readonly text: string;
}

/** A path as people write it: `cloudtrails["ddb.table_name"]`, `aws.regions[0]`; empty for the whole document. */
export function printPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (/^[A-Za-z_$][\w$]*$/.test(step)) return text === '' ? step : `${text}.${step}`;
    return `${text}[${JSON.stringify(step)}]`;
  }, '');
}

// Tokens end up in configuration by mistake; a fault is printed, logged and pasted into tickets.
const secretShape = /xox[a-z]-|xapp-|ATATT|AKIA[0-9A-Z]{16}|-----BEGIN/;

/** What is shown in place of a secret. */
export const hidden = 'something that looks like a secret (not shown)';

/** A value as it may be shown: JSON, at most 80 characters, never a token; `nothing` for undefined. */
export function printFound(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  if (secretShape.test(text)) return hidden;
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

/** What stands at `path` in a parsed document, or undefined; never reads inherited properties. */
export function valueAtPath(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    return (value as Record<string | number, unknown>)[step];
  }, document);
}

/** A configuration that cannot be used; its message has one line for each fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => describeFault(fault)).join('\n'));
    this.faults = faults;
  }
}

/** A fault in one line: where it is (`place`, by default file and path), what stands there, what should, what to do. */
export function describeFault(fault: Fault, place: string = placeOf(fault)): string {
  const { found, expected, remedy } = fault;
  return `${place}: found ${found}; expected ${expected}. ${remedy}`.replaceAll(/\s*\n\s*/g, ' ');
}

function placeOf({ file, path }: Fault): string {
  return path.length === 0 ? file : `${file}: ${printPath(path)}`;
}
