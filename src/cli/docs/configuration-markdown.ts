import type { DocumentName } from '#config/fault.ts';
import { documentNames } from '#config/fault.ts';

/** The parts of a JSON Schema that the page shows. */
export interface KeySchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, KeySchema>>;
  readonly additionalProperties?: KeySchema | boolean;
  readonly items?: KeySchema;
  readonly anyOf?: readonly KeySchema[];
  readonly required?: readonly string[];
}

/** A key of a document: its path, what it takes, its default, and what it is for. */
export interface ConfigurationKey {
  readonly path: string;
  readonly takes: string;
  readonly fallback: string;
  readonly words: string;
}

/** The description of keys of Hammer's that have no effect. */
const notUsed = 'Recognised and not used.';
/** Largest number of choices that are listed; more are named by where they stand. */
const mostChoices = 8;

function takesOf(schema: KeySchema): string {
  const { anyOf, items, minimum, maximum, enum: choices, const: only, additionalProperties } = schema;
  if (choices !== undefined)
    return choices.length > mostChoices
      ? `one of ${choices.length} values, such as ${String(choices[0])}`
      : choices.map((one) => JSON.stringify(one)).join(', ');
  if (only !== undefined) return JSON.stringify(only);
  if (anyOf !== undefined) return [...new Set(anyOf.map(takesOf))].join(' or ');
  if (items !== undefined) return `list of ${takesOf(items)}`;
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (schema.type === 'object') return typeof additionalProperties === 'object' ? 'object by id' : 'object';
  return schema.type === undefined ? 'any value' : [schema.type].flat().join(' or ');
}

function fallbackOf({ default: value }: KeySchema, isRequired: boolean): string {
  if (isRequired) return '**required**';
  if (value === undefined) return '';
  const text = JSON.stringify(value);
  return text === '{}' || text === '""' ? '' : `\`${text}\``;
}

/** Keys whose own members are listed by another path: those of an entry of a map, or of a list. */
function membersOf(schema: KeySchema, path: string): readonly ConfigurationKey[] {
  const { additionalProperties, items, anyOf = [] } = schema;
  const entry = typeof additionalProperties === 'object' ? keysOf(additionalProperties, `${path}.<id>`) : [];
  const element = items === undefined ? [] : keysOf(items, `${path}[]`);
  return [...entry, ...element, ...anyOf.flatMap((one) => keysOf(one, path))];
}

/** Every key below `schema`, in the order of the document. */
export function keysOf(schema: KeySchema, path = ''): readonly ConfigurationKey[] {
  const { properties = {}, required = [] } = schema;
  const own = Object.entries(properties).flatMap(([name, below]): readonly ConfigurationKey[] => {
    if (name === '$schema' || below.description === notUsed) return [];
    const at = path === '' ? name : `${path}.${name}`;
    const isSection = below.properties !== undefined;
    const key = {
      path: at,
      takes: takesOf(below),
      fallback: fallbackOf(below, required.includes(name) && below.default === undefined),
      words: below.description ?? '',
    };
    return [...(isSection ? [] : [key]), ...keysOf(below, at)];
  });
  return [...own, ...membersOf(schema, path)];
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(keys: readonly ConfigurationKey[]): string {
  const rows = keys.map(
    ({ path, takes, fallback, words }) =>
      `| \`${path}\` | ${cell(takes)} | ${cell(fallback)} | ${cell(words)} |`,
  );
  return ['| key | takes | default | what it is for |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

const about: Readonly<Record<DocumentName, string>> = {
  'config.json': 'What is watched, how people are told, and how it is deployed.',
  'whitelist.json': 'What is known and accepted, account by account ([accepting.md](accepting.md)).',
  'ticket_owners.json': 'Who is told: globally, and for single accounts, which take precedence.',
};

/** The page docs/configuration.md: every key of the three documents, from their schemas. */
export function configurationMarkdown(schemas: Readonly<Record<DocumentName, KeySchema>>): string {
  const sections = documentNames.map(
    (name) => `## ${name}\n\n${about[name]}\n\n${table(keysOf(schemas[name]))}`,
  );
  return `# Every key of the configuration

Generated from the schemas in \`config/schemas/\`, which \`trailwarden config check\` and editors use as well; do not edit it by
hand. Renew it with \`npx vitest run test/config/configuration-docs.test.ts --update\`.

Comments and trailing commas are accepted; a switch may be \`true\` or \`"true"\`. Keys of Hammer's other playbooks are passed over and
named once. \`trailwarden config init\` writes the three documents, \`trailwarden config check\` names every fault with its place.

${sections.join('\n\n')}
`;
}
