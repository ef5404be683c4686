import * as z from 'zod';
import type { DocumentName } from './fault.ts';
import { MainDocument } from './main-document.ts';
import { OwnersDocument } from './owners-document.ts';
import { unusedKeys } from './set-aside.ts';
import { WhitelistDocument } from './whitelist.ts';

const documents = {
  'config.json': MainDocument,
  'whitelist.json': WhitelistDocument,
  'ticket_owners.json': OwnersDocument,
} as const satisfies Record<DocumentName, z.ZodType>;

const passedOver = { description: 'Recognised and not used.' };

/**
 * The unique id of a document's JSON Schema. The version, 1, is raised when a valid document becomes invalid. A URN,
 * because a URL would claim a host.
 */
export function schemaId(file: DocumentName): string {
  return `urn:trailwarden:schema:${file.replace(/\.json$/, '')}:1`;
}

/** The JSON Schema (draft 2020-12) of a document, for editors; it admits recognised keys that have no effect. */
export function jsonSchema(file: DocumentName): z.core.JSONSchema.JSONSchema {
  const schema = z.toJSONSchema(documents[file], {
    io: 'input',
    override: ({ jsonSchema: part }) => allowComments(part),
  });
  const sections = Object.entries(unusedKeys[file]).map(([name, keys]) => {
    const section = name === '' ? schema : schema.properties?.[name];
    return { section, keys };
  });
  for (const { section, keys } of sections) {
    if (typeof section !== 'object') continue;
    for (const key of keys) section.properties = { ...section.properties, [key]: passedOver };
  }
  return { $id: schemaId(file), title: `Trailwarden: ${file}`, ...schema };
}

// Hammer's comment keys are allowed in every object, also in one whose keys are account ids.
function allowComments(part: z.core.JSONSchema.BaseSchema): void {
  const { additionalProperties, propertyNames } = part;
  if (additionalProperties === undefined) return;
  part.patternProperties = { '^__comment__': {} };
  const pattern = typeof propertyNames === 'object' ? propertyNames.pattern : undefined;
  if (pattern === undefined) return;
  part.patternProperties[pattern] = additionalProperties;
  part.additionalProperties = false;
  delete part.propertyNames;
}
