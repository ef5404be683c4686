import {
  createScanner,
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { DocumentName, Fault, Path, Warning } from './fault.ts';

/** A parsed document before its keys are validated. */
export interface RawDocument {
  readonly value: unknown;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
}

const deepest = 32;
// The parser's SyntaxKind is a const enum, which type stripping cannot read.
const token = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, end: 17 };

/** Parses JSON with comments and trailing commas; faults are returned, never thrown. */
export function readDocument(file: DocumentName, text: string): RawDocument {
  const content = text.replace(/^\uFEFF/, '');
  const other = otherThanJson(content);
  if (other !== undefined) return broken(file, ...other);
  if (depth(content) > deepest) {
    return broken(
      file,
      'brackets nested too deep',
      `at most ${deepest} levels of brackets`,
      'Flatten the document.',
    );
  }
  const errors: ParseError[] = [];
  const root = parseTree(content, errors, { allowTrailingComma: true, disallowComments: false });
  const [error] = errors;
  if (error || !root) {
    return brokenAt(file, content, error);
  }
  const keys = keysOf(root, []);
  return {
    value: getNodeValue(root),
    faults: [
      ...keys.filter(({ path }) => path.at(-1) === '__proto__').map(({ path }) => forbiddenKey(file, path)),
      ...keys.filter(({ again }) => again).map(({ path }) => doubledKey(file, path)),
    ],
    warnings: [],
  };
}

/** The position (`line 3, column 9`) of `path` in `text`, or of its nearest existing parent. */
export function whereIs(text: string, path: Path): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (!root) return 'line 1, column 1';
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return lineAndColumn(text, node.parent?.type === 'property' ? node.parent.offset : node.offset);
  }
  return lineAndColumn(text, root.offset);
}

function brokenAt(file: DocumentName, text: string, error: ParseError | undefined): RawDocument {
  const expected = 'JSON (comments and trailing commas are fine)';
  if (!error) return broken(file, 'an empty document', expected, 'Write {} to begin with.');
  const comma = missingComma(text, error);
  if (comma !== undefined)
    return broken(file, `no comma in ${lineAndColumn(text, comma)}`, expected, 'Add a comma there.');
  const found = `${words(printParseErrorCode(error.error))} in ${lineAndColumn(text, error.offset)}`;
  return broken(file, found, expected, 'Correct the document at this place.');
}

function broken(file: DocumentName, found: string, expected: string, remedy: string): RawDocument {
  return { value: undefined, faults: [{ file, path: [], found, expected, remedy }], warnings: [] };
}

// Checked before parsing: the parser is recursive, and a hostile file could exhaust the stack.
function depth(text: string): number {
  const scanner = createScanner(text, true);
  let now = 0;
  let most = 0;
  for (let kind: number = scanner.scan(); kind !== token.end; kind = scanner.scan()) {
    if (kind === token.openBrace || kind === token.openBracket) most = Math.max(most, (now += 1));
    if (kind === token.closeBrace || kind === token.closeBracket) now -= 1;
  }
  return most;
}

function doubledKey(file: DocumentName, path: Path): Fault {
  const found = `the key ${JSON.stringify(path.at(-1))} for the second time in the same object`;
  return {
    file,
    path,
    found,
    expected: 'every key once',
    remedy: 'Remove one: only the last one would count.',
  };
}

/** What a text is that is no JSON as a whole: found, expected and remedy; undefined where it may be JSON. */
function otherThanJson(text: string): [found: string, expected: string, remedy: string] | undefined {
  const expected = 'JSON (comments and trailing commas are fine)';
  if (text.trim() === '') return ['an empty file', expected, 'Write {} to begin with.'];
  if (text.includes('\u0000') || text.startsWith('\uFFFD\uFFFD'))
    return ['UTF-16, or no text at all', `${expected} in UTF-8`, 'Save it in UTF-8.'];
  if (/^(?:---|%YAML)/.test(text) || /^\s*[\w.-]+:\s/.test(text))
    return ['YAML', expected, 'Write it as JSON: yq -o=json prints it so.'];
  return undefined;
}

/** Whether a comma is missing between two values, and where the first of them ends. */
function missingComma(text: string, error: ParseError): number | undefined {
  if (printParseErrorCode(error.error) !== 'CommaExpected') return undefined;
  const before = text.slice(0, error.offset).replace(/(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[^]*?\*\/)+$/, '');
  return before.length;
}

function forbiddenKey(file: DocumentName, path: Path): Fault {
  return { file, path, found: 'the key "__proto__"', expected: 'another name', remedy: 'Remove the key.' };
}

interface Key {
  readonly path: Path;
  /** Whether the same key occurs earlier in this object. */
  readonly again: boolean;
}

function keysOf(node: Node, path: Path): readonly Key[] {
  const children = node.children ?? [];
  if (node.type === 'array') return children.flatMap((child, index) => keysOf(child, [...path, index]));
  const seen = new Set<string>();
  return children.flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (!key || !value) return [];
    const name = String(key.value);
    const again = seen.has(name) && !name.startsWith('__comment__');
    seen.add(name);
    return [{ path: [...path, name], again }, ...keysOf(value, [...path, name])];
  });
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
