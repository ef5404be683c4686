import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import type { Config, Documents } from './config.ts';
import { crossCheck } from './cross-checks.ts';
import { readDocument } from './document.ts';
import type { DocumentName, Fault, Path, Warning } from './fault.ts';
import { ConfigError, valueAtPath } from './fault.ts';
import { MainDocument } from './main-document.ts';
import { normalise } from './normalise.ts';
import { OwnersDocument } from './owners-document.ts';
import { setAside } from './set-aside.ts';
import { validate } from './validate.ts';
import { unusedNotes, warningsAbout } from './warnings.ts';
import { WhitelistDocument } from './whitelist.ts';

/** The texts of the three documents; undefined for a file that does not exist. */
export interface ConfigTexts {
  readonly config: string | undefined;
  readonly whitelist: string | undefined;
  readonly ticketOwners: string | undefined;
}

/** A usable configuration with its warnings, or all faults of the three documents. */
export type ParsedConfig =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

interface ReadDocument<Value> {
  /** Undefined when the document is invalid even without its unknown keys. */
  readonly value: Value | undefined;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
  readonly unused: readonly { readonly file: DocumentName; readonly path: Path }[];
}

/** The configuration in `texts`. Pure; faults are returned, never thrown. */
export function parseConfig(texts: ConfigTexts): ParsedConfig {
  const main = read('config.json', MainDocument, texts.config);
  const whitelist = read('whitelist.json', WhitelistDocument, texts.whitelist);
  const owners = read('ticket_owners.json', OwnersDocument, texts.ticketOwners);
  const all = [main, whitelist, owners];
  const parsed = { main: main.value, whitelist: whitelist.value, owners: owners.value };
  const faults = [...all.flatMap((document) => document.faults), ...crossCheck(defined(parsed))];
  if (faults.length > 0 || !main.value || !whitelist.value || !owners.value) return { ok: false, faults };
  const documents: Documents = { main: main.value, whitelist: whitelist.value, owners: owners.value };
  const config = normalise(documents);
  const warnings = [...warningsAbout(config, documents), ...all.flatMap((document) => document.warnings)];
  return {
    ok: true,
    config: { ...config, unusedKeys: all.flatMap((document) => document.unused), warnings },
    warnings,
  };
}

/** Reads the three documents of `directory`; throws one `ConfigError` that lists every fault. */
export function loadConfig(directory: string): Config {
  const parsed = parseConfig(readConfigTexts(directory));
  if (!parsed.ok) throw new ConfigError(parsed.faults);
  return parsed.config;
}

/** The texts of the three documents in `directory`; throws a `ConfigError` when a file exists and cannot be read. */
export function readConfigTexts(directory: string): ConfigTexts {
  const text = (file: DocumentName): string | undefined => {
    try {
      return readFileSync(join(directory, file), 'utf8');
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw new ConfigError([unreadable(file, String(error.code))]);
    }
  };
  return {
    config: text('config.json'),
    whitelist: text('whitelist.json'),
    ticketOwners: text('ticket_owners.json'),
  };
}

function read<Schema extends z.ZodType>(
  file: DocumentName,
  schema: Schema,
  text: string | undefined,
): ReadDocument<z.output<Schema>> {
  if (text === undefined) return { value: undefined, faults: [missing(file)], warnings: [], unused: [] };
  const raw = readDocument(file, text);
  if (raw.faults.length > 0) return { value: undefined, faults: raw.faults, warnings: [], unused: [] };
  const { value, unused, remediation } = setAside(file, raw.value);
  const warnings = [...raw.warnings, ...unusedNotes(file, unused, remediation)];
  const passedOver = [...unused, ...remediation].map((path) => ({ file, path }));
  const result = validate(file, schema, value);
  if (result.ok) return { value: result.value, faults: [], warnings, unused: passedOver };
  // Without its unknown keys the document may be valid, and can then take part in the cross-checks of the same run.
  const known = validate(file, schema, without(value, result.faults));
  return { value: known.ok ? known.value : undefined, faults: result.faults, warnings, unused: passedOver };
}

function unreadable(file: DocumentName, code: string): Fault {
  const found = code === 'EISDIR' ? 'a directory' : `a file that cannot be read (${code})`;
  const remedy = code === 'EISDIR' ? 'Put the file in its place.' : 'Give yourself the right to read it.';
  return { file, path: [], found, expected: 'the three documents side by side', remedy };
}

function missing(file: DocumentName): Fault {
  const remedy =
    file === 'config.json'
      ? 'trailwarden config init writes it.'
      : 'Create the file; {} is enough to begin with.';
  return { file, path: [], found: 'no such file', expected: 'the three documents side by side', remedy };
}

function without(value: unknown, faults: readonly Fault[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const { path, found } of faults) {
    const parent = valueAtPath(copy, path.slice(0, -1));
    const key = path.at(-1);
    if (!found.startsWith('an unknown key') || typeof parent !== 'object' || parent === null) continue;
    if (key !== undefined) Reflect.deleteProperty(parent, key);
  }
  return copy;
}

function defined(documents: {
  readonly [Key in keyof Documents]: Documents[Key] | undefined;
}): Partial<Documents> {
  const { main, whitelist, owners } = documents;
  return { ...(main && { main }), ...(whitelist && { whitelist }), ...(owners && { owners }) };
}
