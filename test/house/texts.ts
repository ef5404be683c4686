import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { filesBelow } from './sources.ts';

/** A text in the sources that people can come to read. */
export interface SourceText {
  /** Path below src. */
  readonly file: string;
  /** The literal, or one piece of a template. */
  readonly text: string;
}

function isText(node: ts.Node): node is ts.LiteralLikeNode {
  if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) return true;
  const isName = ts.isImportDeclaration(node.parent) || ts.isLiteralTypeNode(node.parent);
  return ts.isStringLiteralLike(node) && !isName;
}

/** Every string in the modules of `rooms` below src, comments, types and imports left out. */
export function readTexts(rooms: readonly string[]): readonly SourceText[] {
  const files = rooms.flatMap((room) => filesBelow(`src/${room}`)).filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) => {
    const found: SourceText[] = [];
    const visit = (node: ts.Node): void => {
      if (isText(node)) found.push({ file: file.slice('src/'.length), text: node.text });
      ts.forEachChild(node, visit);
    };
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    ts.forEachChild(source, visit);
    return found;
  });
}
