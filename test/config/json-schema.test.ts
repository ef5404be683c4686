import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse as parseJsonc } from 'jsonc-parser';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { documentNames } from '#config/fault.ts';
import { jsonSchema, schemaId } from '#config/json-schema.ts';
import { textsOf } from '#test/given/configurations.ts';

// Written by `vitest run test/config/json-schema.test.ts --update`; a stale file fails here.
test.each(documentNames)('the shipped JSON Schema of %s is fresh', async (file) => {
  const text = await format(JSON.stringify(jsonSchema(file)), { parser: 'json', printWidth: 110 });
  const name = file.replace('.json', '.schema.json');
  await expect(text).toMatchFileSnapshot(`../../config/schemas/${name}`);
});

test('every schema bears a name of its own, by which a validator finds it', () => {
  const validator = new Ajv2020({ strict: false });
  for (const file of documentNames) validator.addSchema(jsonSchema(file));
  const ids = documentNames.map(schemaId);
  expect(ids).toEqual(documentNames.map((file) => jsonSchema(file).$id));
  expect(new Set(ids).size).toBe(documentNames.length);
  expect(ids.filter((id) => !/^urn:trailwarden:schema:[a-z_]+:[1-9]\d*$/.test(id))).toEqual([]);
  // That a name leads to its schema, by what that schema refuses.
  expect(validator.getSchema(schemaId('whitelist.json'))?.({ cloudtrail: {} })).toBe(false);
  expect(validator.getSchema(schemaId('ticket_owners.json'))?.({ jira_project: 'AWSSEC' })).toBe(true);
});

describe.each(['../../config', '../fixtures/hammer-config'])('the documents in %s', (folder) => {
  const { config, whitelist, ticketOwners } = textsOf(folder);
  const texts = { 'config.json': config, 'whitelist.json': whitelist, 'ticket_owners.json': ticketOwners };

  test.each(documentNames)('%s raises no complaint in an editor', (file) => {
    const check = new Ajv2020({ strict: false }).compile(jsonSchema(file));
    check(parseJsonc(texts[file] ?? '', [], { allowTrailingComma: true }));
    expect(check.errors).toBeNull();
  });
});

test('an editor underlines a key that nobody knows', () => {
  const check = new Ajv2020({ strict: false }).compile(jsonSchema('whitelist.json'));
  expect(check({ cloudtrail: {} })).toBe(false);
});
