import { cutting } from './cutting.js';
import {
  errorsByName,
  noEndpointDiscovery,
  noEventStreams,
  noJsonSchema,
  onlyVersions,
  terseErrors,
} from './esbuild-plugins.js';
import { inOneLineEach } from './terse-errors.js';

/** Tells one browser from another; Node's clients carry it and never load it. */
const noBrowsers = cutting({
  name: 'no-browsers',
  libraries: { bowser: '2.15.0' },
  files: /bowser\.mjs/,
  recheck: 'only clients in browsers load it',
  cut: () => 'export default {};',
});

/** The clients that only the tool has. */
const terseErrorsOfTool = cutting({
  name: 'terse-errors-of-tool',
  libraries: {
    '@aws-sdk/client-cloudwatch': '3.1162.0',
    '@aws-sdk/client-cloudwatch-logs': '3.1169.0',
    '@aws-sdk/client-lambda': '3.1162.0',
  },
  files: /dist-es\/models\/errors\.js/,
  recheck: 'its error classes still differ in their names and members only',
  cut: inOneLineEach,
});

/** The cuts of the tool's bundle (src/local/package/tool.ts), which runs where people are: not those for Lambda alone. */
export const forTool = [
  ...[noJsonSchema, onlyVersions, noEndpointDiscovery, noEventStreams],
  ...[terseErrors, errorsByName, terseErrorsOfTool, noBrowsers],
];
