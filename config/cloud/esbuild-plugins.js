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

// serverless-esbuild reads the plugins from the default export.
export default [onlyEnglish, noJsonSchema, onlyVersions, noEndpointDiscovery];
