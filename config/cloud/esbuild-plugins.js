import { cutting } from './cutting.js';
import { inOneLineEach } from './terse-errors.js';

// The versions that the cuts below were written for. Any other version fails the build, so that the cuts are rechecked.
const zod = { zod: '4.6.7' };
const smithyCore = { '@smithy/core': '3.41.0' };
const clients = {
  '@aws-sdk/client-account': '3.1169.0',
  '@aws-sdk/client-cloudtrail': '3.1137.0',
  '@aws-sdk/client-dynamodb': '3.1162.0',
  '@aws-sdk/client-eventbridge': '3.1169.0',
  '@aws-sdk/client-kms': '3.1162.0',
  '@aws-sdk/client-organizations': '3.1169.0',
  '@aws-sdk/client-s3': '3.1169.0',
  '@aws-sdk/client-secrets-manager': '3.1162.0',
  '@aws-sdk/client-sqs': '3.1169.0',
  '@aws-sdk/client-ssm': '3.1169.0',
  '@aws-sdk/client-sts': '3.1169.0',
};
const some = (...names) =>
  Object.fromEntries(names.map((name) => [`@aws-sdk/client-${name}`, clients[`@aws-sdk/client-${name}`]]));

const missing = (name) =>
  `export class ${name} { constructor() { throw new Error('${name} is not in this bundle'); } }`;

/**
 * jira.js reaches zod through `import { z }`, which drags in the words of forty languages. Only English is used;
 * leaving the others out saves 255 KiB in every bundle that contains jira.js.
 */
const onlyEnglish = cutting({
  name: 'only-english',
  libraries: zod,
  files: /v4\/locales\/index\.js/,
  recheck: 'its languages are still one export each, and "en" in en.js is still the default',
  cut: (text) =>
    /^export \{ default as en \} from "\.\/en\.js";$/m.test(text)
      ? "export { default as en } from './en.js';"
      : undefined,
});

/** zod carries its JSON Schema writer with every schema. No function writes schemas, and it weighs 18 KiB. */
export const noJsonSchema = cutting({
  name: 'no-json-schema',
  libraries: zod,
  files: /v4\/core\/(?:to-json-schema|json-schema-processors)\.js/,
  recheck: 'schemas still call their JSON Schema writer only when one is written',
  cut: (text) => {
    const names = [...text.matchAll(/^export (?:function|const|class) (\w+)/gm)].map(([, name]) => name);
    if (names.length === 0) return undefined;
    return names.map((name) => `export const ${name} = () => undefined;`).join('\n');
  },
});

/** Every SDK client carries its whole package.json to tell its version to AWS; the version is all that is needed. */
export const onlyVersions = cutting({
  name: 'only-versions',
  libraries: clients,
  files: /package\.json/,
  recheck: 'clients still read nothing but the version from their package.json',
  loader: 'json',
  cut: (text) => {
    const { version } = JSON.parse(text);
    return version === undefined ? undefined : JSON.stringify({ version });
  },
});

/** DynamoDB's endpoint discovery is off unless it is turned on, but its cache would be bundled all the same. */
export const noEndpointDiscovery = cutting({
  name: 'no-endpoint-discovery',
  libraries: { '@aws-sdk/endpoint-cache': '3.972.11' },
  files: /dist-es\/index\.js/,
  recheck: 'the cache is still called only where endpoint discovery is on',
  cut: (text) =>
    text.includes('export { EndpointCache }')
      ? 'export class EndpointCache { get() {} set() {} has() { return false; } delete() {} clear() {} }'
      : undefined,
});

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

const onlyForLambda = cutting({
  name: 'only-for-lambda',
  libraries: {
    ...smithyCore,
    '@smithy/signature-v4': '5.7.5',
    '@aws-sdk/signature-v4-multi-region': '3.996.52',
  },
  files: new RegExp(`.*/(?:${Object.keys(elsewhere).join('|')})\\.js`),
  recheck: 'none of what is cut is used where Node runs in Lambda without AWS_RETRY_MODE=adaptive',
  cut: (text, path) => {
    const [, name] = /(\w+)\.js$/.exec(path);
    return text.includes(`export class ${name}`) ? elsewhere[name] : undefined;
  },
});

/** Only operations that stream events need these 20 KiB; none of ours does, but S3's client takes hold of them at once. */
export const noEventStreams = cutting({
  name: 'no-event-streams',
  libraries: smithyCore,
  files: /dist-es\/submodules\/event-streams\/index\.js/,
  recheck: 'clients still import no more of it than the two functions and the class put in its place',
  cut: (text) =>
    ['resolveEventStreamSerdeConfig', 'eventStreamSerdeProvider', 'EventStreamSerde'].every((name) =>
      new RegExp(`export \\{[^}]*\\b${name}\\b`).test(text),
    )
      ? `export const resolveEventStreamSerdeConfig = (input) => input;
         export const eventStreamSerdeProvider = () => undefined;
         ${missing('EventStreamSerde')}`
      : undefined,
});

/**
 * Every SDK client spells each of its errors out as a class, needed or not: 86 of them for CloudTrail. Made by one
 * function they weigh a quarter.
 */
export const terseErrors = cutting({
  name: 'terse-errors',
  libraries: clients,
  files: /dist-es\/models\/errors\.js/,
  recheck: 'its error classes still differ in their names and members only',
  cut: inOneLineEach,
});

/**
 * Every SDK client has a schema and a class for each of its errors, CloudTrail's for 86. We go by the names of errors
 * (only DynamoDB's by class), and an error that has no class of its own still comes as the service's, under its name
 * (getErrorSchemaOrThrowBaseException in @aws-sdk/core).
 */
export const errorsByName = cutting({
  name: 'errors-by-name',
  libraries: some('account', 'cloudtrail', 'eventbridge', 'sqs', 'sts'),
  files: /dist-es\/schemas\/schemas_0\.js/,
  recheck: 'an error without a class of its own still comes under its name',
  cut: (text) => text.replaceAll(/^n0_registry\.registerError\(.*\);$/gm, ''),
});

// serverless-esbuild reads the plugins from the default export.
export default [
  ...[onlyEnglish, noJsonSchema, onlyVersions, noEndpointDiscovery, onlyForLambda, noEventStreams],
  ...[terseErrors, errorsByName],
];
