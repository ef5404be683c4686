import { readFile } from 'node:fs/promises';

/**
 * jira.js reaches zod through `import { z }`, which drags in the words of forty languages. Only English is used;
 * leaving the others out saves 255 KiB in every bundle that contains jira.js.
 */
const onlyEnglish = {
  name: 'only-english',
  setup(build) {
    build.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
};

/** zod carries its JSON Schema writer with every schema. No function writes schemas, and it weighs 18 KiB. */
const noJsonSchema = {
  name: 'no-json-schema',
  setup(build) {
    build.onLoad(
      { filter: /zod[\\/]v4[\\/]core[\\/](?:to-json-schema|json-schema-processors)\.js$/ },
      async ({ path }) => {
        const names = [
          ...(await readFile(path, 'utf8')).matchAll(/^export (?:function|const|class) (\w+)/gm),
        ];
        return {
          contents: names.map(([, name]) => `export const ${name} = () => undefined;`).join('\n'),
          loader: 'js',
        };
      },
    );
  },
};

/** Every SDK client carries its whole package.json to tell its version to AWS; the version is all that is needed. */
const onlyVersions = {
  name: 'only-versions',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** DynamoDB's endpoint discovery is off unless somebody turns it on, but its cache would be bundled all the same. */
const noEndpointDiscovery = {
  name: 'no-endpoint-discovery',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk[\\/]endpoint-cache[\\/].*index\.js$/ }, () => ({
      contents:
        'export class EndpointCache { get() {} set() {} has() { return false; } delete() {} clear() {} }',
      loader: 'js',
    }));
  },
};

const missing = (name) =>
  `export class ${name} { constructor() { throw new Error('${name} is not in this bundle'); } }`;

/** What the SDK carries for places that are no Lambda functions: 13 KiB in every bundle that calls AWS. */
const elsewhere = {
  // Node has its own; these are for builds without OpenSSL.
  Sha256Js: missing('Sha256Js'),
  Md5Js: missing('Md5Js'),
  // Signs streams of events; no operation of ours has any.
  HeaderFormatter: 'export class HeaderFormatter {} export class Int64 {}',
  // Is asked only where AWS_RETRY_MODE is adaptive.
  DefaultRateLimiter: missing('DefaultRateLimiter'),
  // Signs for several Regions at once, which needs a package that is not installed; without it this is all it does.
  SignatureV4MultiRegion:
    "export { SignatureV4SignWithCredentials as SignatureV4MultiRegion } from './SignatureV4SignWithCredentials.js';",
};

const onlyForLambda = {
  name: 'only-for-lambda',
  setup(build) {
    const names = Object.keys(elsewhere).join('|');
    build.onLoad(
      { filter: new RegExp(`@(?:smithy|aws-sdk)[\\\\/].*[\\\\/](?:${names})\\.js$`) },
      ({ path }) => ({ contents: elsewhere[/(\w+)\.js$/.exec(path)[1]], loader: 'js' }),
    );
  },
};

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

/**
 * Every SDK client spells each of its errors out as a class, needed or not: 86 of them for CloudTrail. Made by one
 * function they weigh a quarter. A file that says more than expected is left as it is.
 */
const terseErrors = {
  name: 'terse-errors',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]models[\\/]errors\.js$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const [imports] = text.split('export class', 1);
        const found = [...text.matchAll(errorClass)];
        if (text.slice(imports.length).replaceAll(errorClass, '').trim() !== '') return undefined;
        return { contents: [imports, errorMaker, ...found.map(inOneLine)].join('\n') };
      },
    );
  },
};

/**
 * Every SDK client has a schema and a class for each of its errors, CloudTrail's for 86. We go by the names of errors
 * (only DynamoDB's by class), and an error that has no class of its own still comes as the service's, under its name
 * (getErrorSchemaOrThrowBaseException in @aws-sdk/core).
 */
const errorsByName = {
  name: 'errors-by-name',
  setup(build) {
    build.onLoad(
      {
        filter:
          /@aws-sdk[\\/]client-(?:account|cloudtrail|eventbridge|sqs|sts)[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/,
      },
      async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replaceAll(/^n0_registry\.registerError\(.*\);$/gm, ''),
        loader: 'js',
      }),
    );
  },
};

/**
 * A rule's target can be told to do a hundred things, each with a schema: 5 KiB. Where it sends, under which role and
 * where its letters go is all that is read; members without a schema are passed over.
 */
const onlyWhereTo = {
  name: 'only-where-to',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-eventbridge[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace(
          /(export var Target\$ = \[3, n0, _Targ,\s*0,)[^;]*;/,
          '$1 [_Id, _Ar, _RAo, _DLC], [0, 0, 0, () => DeadLetterConfig$$], 2];',
        ),
        loader: 'js',
      }),
    );
  },
};

// serverless-esbuild reads the plugins from the default export.
export default [
  ...[onlyEnglish, noJsonSchema, onlyVersions, noEndpointDiscovery, onlyForLambda],
  ...[terseErrors, errorsByName, onlyWhereTo],
];
