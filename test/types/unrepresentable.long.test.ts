import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

const options: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(
    ts.readConfigFile('tsconfig.json', (file) => readFileSync(file, 'utf8')).config,
    ts.sys,
    '.',
  ).options,
  noEmit: true,
};

/** The errors of `root` when the file that ends in `changed` reads `text` instead. */
function errorsOf(root: string, changed: string, change: (text: string) => string): readonly string[] {
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  host.readFile = (file) => {
    const text = read(file);
    if (text === undefined || !file.endsWith(changed)) return text;
    const after = change(text);
    if (after === text && changed !== root) throw new Error(`${file} was not changed`);
    return after;
  };
  const program = ts.createProgram([root], options, host);
  const source = program.getSourceFile(root);
  return program
    .getSemanticDiagnostics(source)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const withNewRule = (text: string) =>
  text.replace("'logging-stopped',", "'logging-stopped',\n  'a-new-rule',");
const same = (text: string) => text;

test.each([
  ['its rule', 'src/domain/findings/assess/all-rules.ts'],
  ['its words', 'src/domain/announcements/headline.ts'],
])('a new kind of finding does not compile without %s', (_, file) => {
  expect(errorsOf(file, file, same)).toEqual([]);
  expect(errorsOf(file, 'src/domain/findings/rule-id.ts', withNewRule).join('\n')).toContain('a-new-rule');
});
