import { expect, test } from 'vitest';
import { configurationMarkdown, keysOf, type KeySchema } from '#cli/docs/configuration-markdown.ts';
import { documentNames } from '#config/fault.ts';
import { jsonSchema } from '#config/json-schema.ts';

// What the page reads of a schema is a part of JSON Schema.
const schemaOf = (file: (typeof documentNames)[number]): KeySchema => jsonSchema(file) as KeySchema;

test('docs/configuration.md has every key of the three documents, from their schemas', async () => {
  const text = configurationMarkdown({
    'config.json': schemaOf('config.json'),
    'whitelist.json': schemaOf('whitelist.json'),
    'ticket_owners.json': schemaOf('ticket_owners.json'),
  });
  await expect(text).toMatchFileSnapshot('../../docs/configuration.md');
});

test.each(documentNames)('%s: every key says what it takes and what it is for', (file) => {
  const keys = keysOf(schemaOf(file));
  expect(keys.length).toBeGreaterThan(file === 'config.json' ? 50 : 3);
  expect(
    keys.filter(({ takes, words }) => takes === 'any value' || words === '').map(({ path }) => path),
  ).toEqual([]);
});
