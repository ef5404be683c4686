const errorClass =
  /export class (\w+) extends __BaseException \{\s*(?:static shapeId = ("[^"]+");\s*)?name = ("\w+");\s*\$fault = ("\w+");\s*(\$retryable = \{[^}]*\};\s*)?((?:\w+;\s*)*)constructor\(opts\) \{\s*super\(\{\s*name: \3,\s*\$fault: \4,\s*\.\.\.opts,\s*\}\);\s*Object\.setPrototypeOf\(this, \1\.prototype\);\s*((?:this\.\w+ = opts\.\w+;\s*)*)\}\s*\}\s*/g;

const errorMaker = `
const error = (name, $fault, members, statics, fields) => {
  const Made = class extends __BaseException {
    constructor(opts) {
      super({ name, $fault, ...opts });
      Object.assign(this, { name, $fault }, fields);
      Object.setPrototypeOf(this, Made.prototype);
      for (const member of members) this[member] = opts[member];
    }
  };
  return Object.assign(Made, statics);
};
`;

/** One of the SDK's error classes in a line; they differ in their names and members only. */
function inOneLine([, name, shapeId, , fault, retryable, fields]) {
  const members = JSON.stringify(fields.match(/\w+/g) ?? []);
  const statics = shapeId === undefined ? 'undefined' : `{ shapeId: ${shapeId} }`;
  const own = retryable === undefined ? '' : `, { ${retryable.replace(' =', ':').replace(/;\s*$/, '')} }`;
  return `export const ${name} = /* @__PURE__ */ error("${name}", ${fault}, ${members}, ${statics}${own});`;
}

/** The file with an SDK client's error classes, each made in one line; undefined when it holds anything else. */
export function inOneLineEach(text) {
  const [imports] = text.split('export class', 1);
  const found = [...text.matchAll(errorClass)];
  if (text.slice(imports.length).replaceAll(errorClass, '').trim() !== '') return undefined;
  return [imports, errorMaker, ...found.map(inOneLine)].join('\n');
}
