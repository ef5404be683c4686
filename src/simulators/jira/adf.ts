import { createRequire } from 'node:module';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

/** A document in the Atlassian Document Format. */
export interface AdfDocument {
  readonly type: 'doc';
  readonly version: 1;
  readonly content: readonly AdfNode[];
}

/** A node of such a document. */
export interface AdfNode {
  readonly type: string;
  readonly text?: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, unknown>> }[];
  readonly content?: readonly AdfNode[];
}

/** How many characters of text a description or comment may hold. */
export const MAX_ADF_TEXT = 32_767;

let compiled: ValidateFunction | undefined;

/** The error of Atlassian's published JSON schema for `value`; undefined when it is a valid document. */
export function adfFault(value: unknown): string | undefined {
  compiled ??= compile();
  if (compiled(value)) return undefined;
  const deepest = [...(compiled.errors ?? [])].sort((one, other) => depth(other) - depth(one))[0];
  return `${deepest?.instancePath ?? ''} ${deepest?.message ?? 'is invalid'}`.trim();
}

function depth({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length;
}

function compile(): ValidateFunction {
  const load = createRequire(import.meta.url);
  const schema = load('@atlaskit/adf-schema/dist/json-schema/v1/full.json') as Record<string, unknown>;
  // The schema declares draft 4, which ajv 8 does not support; it uses nothing in which later drafts differ.
  const rules = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
  return new Ajv({ strict: false }).compile(rules);
}

/** The characters of text in the document. */
export function adfTextLength(node: AdfDocument | AdfNode): number {
  const own = 'text' in node ? node.text.length : 0;
  return (node.content ?? []).reduce((sum, child) => sum + adfTextLength(child), own);
}
