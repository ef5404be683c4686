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

/** Why `value` is no valid document, in Atlassian's published JSON schema's words; undefined when it is one. */
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
  // The schema names draft 4, which ajv 8 does not carry; it uses nothing in which the later drafts differ.
  const rules = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
  return new Ajv({ strict: false }).compile(rules);
}

/** The characters of text in the document. */
export function adfTextLength(node: AdfDocument | AdfNode): number {
  const own = 'text' in node ? node.text.length : 0;
  return (node.content ?? []).reduce((sum, child) => sum + adfTextLength(child), own);
}
