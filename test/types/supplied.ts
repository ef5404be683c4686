import ts from 'typescript';

/** The declaration of an optional member or parameter. */
type Declared = ts.Declaration;

const checked = /\/src\/(?:domain|ports|usecases)\//;
const production = /\/(?:src\/(?!local\/|simulators\/)|handlers\/)/;
/** How deep lists in maps in promises are followed. */
const maxDepth = 3;

/** What is optional, what is supplied, and from which members of which types values flow on to others. */
interface Found {
  readonly checker: ts.TypeChecker;
  readonly optional: ReadonlySet<Declared>;
  readonly supplied: Set<Declared>;
  readonly flows: Map<Declared, Set<Declared>>;
}

function programOf(root: string): ts.Program {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, (path) => ts.sys.readFile(path));
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const names = fileNames.filter((name) => production.test(name));
  return ts.createProgram(names, { ...options, noEmit: true, incremental: false });
}

function nameOf(declaration: Declared): string {
  const file = declaration.getSourceFile().fileName.replace(/^.*\/src\//, 'src/');
  const parent = declaration.parent as { readonly name?: ts.Node };
  const own = (declaration as { readonly name?: ts.Node }).name;
  return `${file} ${parent.name?.getText() ?? ''}.${own?.getText() ?? ''}`;
}

const isNothing = (node: ts.Expression): boolean => ts.isIdentifier(node) && node.text === 'undefined';

const partsOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

function declarationsOf({ checker }: Found, type: ts.Type, name: string): readonly Declared[] {
  return partsOf(type).flatMap((part) => checker.getPropertyOfType(part, name)?.declarations ?? []);
}

/** The type arguments of lists, maps and promises. */
function argumentsOf({ checker }: Found, type: ts.Type): readonly ts.Type[] {
  return partsOf(type).flatMap((part) =>
    'target' in part ? checker.getTypeArguments(part as ts.TypeReference) : [],
  );
}

/** A value of type `from` is used as one of type `to`. */
function flow(found: Found, from: ts.Type, to: ts.Type, depth = 0): void {
  const { optional, supplied, flows } = found;
  if (depth < maxDepth)
    for (const inner of argumentsOf(found, to))
      for (const given of argumentsOf(found, from)) flow(found, given, inner, depth + 1);
  const members = partsOf(to).flatMap((part) =>
    (part.flags & ts.TypeFlags.Object) === 0 ? [] : part.getProperties(),
  );
  for (const { name, declarations = [] } of members)
    for (const target of declarations.filter((one) => optional.has(one)))
      for (const source of declarationsOf(found, from, name)) {
        if (source === target) continue;
        if (!optional.has(source)) supplied.add(target);
        else flows.set(source, (flows.get(source) ?? new Set()).add(target));
      }
}

function noteLiteral(found: Found, node: ts.ObjectLiteralExpression): void {
  const type = found.checker.getContextualType(node);
  if (!type) return;
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property))
      flow(found, found.checker.getTypeAtLocation(property.expression), type);
    else if (!(ts.isPropertyAssignment(property) && isNothing(property.initializer)))
      for (const target of declarationsOf(found, type, property.name.getText())) found.supplied.add(target);
  }
}

function noteCall({ checker, supplied }: Found, node: ts.CallExpression | ts.NewExpression): void {
  const parameters = checker.getResolvedSignature(node)?.getParameters() ?? [];
  (node.arguments ?? []).forEach((argument, index) => {
    if (isNothing(argument)) return;
    for (const declaration of parameters[index]?.declarations ?? []) supplied.add(declaration);
  });
}

function visit(found: Found, node: ts.Node): void {
  if (ts.isObjectLiteralExpression(node)) noteLiteral(found, node);
  else if (ts.isExpression(node) && !ts.isArrowFunction(node)) {
    const to = found.checker.getContextualType(node);
    if (to) flow(found, found.checker.getTypeAtLocation(node), to);
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) noteCall(found, node);
  ts.forEachChild(node, (child) => {
    visit(found, child);
  });
}

function optionalIn(node: ts.Node): Declared[] {
  const isMember = ts.isPropertySignature(node) && node.questionToken !== undefined;
  const isParameter =
    ts.isParameter(node) &&
    (node.questionToken !== undefined || node.initializer !== undefined) &&
    ts.isFunctionDeclaration(node.parent);
  const inner: Declared[] = [];
  ts.forEachChild(node, (child) => void inner.push(...optionalIn(child)));
  return isMember || isParameter ? [node, ...inner] : inner;
}

/**
 * The optional members and parameters of the domain, the ports and the use cases that no code of production supplies. Values
 * are followed from literals through whatever they are handed to; where types are inferred, a name may be listed in vain.
 */
export function neverSupplied(root: string): readonly string[] {
  const program = programOf(root);
  // Sets the parents of nodes, too.
  const checker = program.getTypeChecker();
  const files = program.getSourceFiles().filter(({ fileName }) => production.test(fileName));
  const optional = new Set(
    files.filter(({ fileName }) => checked.test(fileName)).flatMap((file) => optionalIn(file)),
  );
  const found: Found = {
    checker,
    optional,
    supplied: new Set(),
    flows: new Map(),
  };
  for (const file of files) visit(found, file);
  const { supplied, flows } = found;
  const waiting = [...supplied];
  for (let one = waiting.pop(); one; one = waiting.pop())
    for (const next of flows.get(one) ?? [])
      if (!supplied.has(next)) {
        supplied.add(next);
        waiting.push(next);
      }
  return [...optional].filter((one) => !supplied.has(one)).map(nameOf);
}
