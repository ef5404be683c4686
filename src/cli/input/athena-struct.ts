// Athena's columns are in small letters; these are the names of the same fields in a record (CloudTrail user guide).
const names: ReadonlyMap<string, string> = new Map(
  `type principalId arn accountId invokedBy accessKeyId userName onBehalfOf userId identityStoreArn sessionContext
  attributes mfaAuthenticated creationDate sessionIssuer sourceIdentity assumedRoot invokedByDelegate inScopeOf
  credentialsIssuedTo credentialId webIdFederationData federatedProvider ec2RoleDelivery`
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name]),
);

/** The name of a field in a record; `name` itself when it is none of an identity. */
function fieldName(name: string): string {
  return names.get(name.toLowerCase()) ?? name;
}

type Parsed = readonly [value: unknown, end: number];

// The next field, or the end of the struct or list; a value may have commas of its own.
const afterValue = /, [A-Za-z_]\w*=|[}\]]/g;

function valueAt(text: string, at: number): Parsed | undefined {
  if (text[at] === '{') return structAt(text, at);
  if (text[at] === '[') return listAt(text, at);
  afterValue.lastIndex = at;
  const end = afterValue.exec(text)?.index;
  if (end === undefined) return undefined;
  const value = text.slice(at, end);
  return [value === 'null' || value === '' ? undefined : value, end];
}

function structAt(text: string, start: number): Parsed | undefined {
  const fields: (readonly [string, unknown])[] = [];
  let at = start + 1;
  while (text[at] !== '}') {
    const [whole = '', name = ''] = /^(?:, )?([A-Za-z_]\w*)=/.exec(text.slice(at, at + 80)) ?? [];
    const parsed = whole === '' ? undefined : valueAt(text, at + whole.length);
    if (!parsed) return undefined;
    if (parsed[0] !== undefined) fields.push([fieldName(name), parsed[0]]);
    at = parsed[1];
  }
  return [Object.fromEntries(fields), at + 1];
}

function listAt(text: string, start: number): Parsed | undefined {
  const items: unknown[] = [];
  let at = start + 1;
  while (text[at] !== ']') {
    if (text.startsWith(', ', at)) at += 2;
    const parsed = valueAt(text, at);
    if (!parsed || parsed[1] === at) return undefined;
    items.push(parsed[0]);
    at = parsed[1];
  }
  return [items, at + 1];
}

/**
 * A struct or a list of structs as Athena prints them in CSV, `{type=Root, sessioncontext={...}}`: without quotes, and with
 * names in small letters, which are spelled as in a record. Undefined when `text` is not of that form.
 */
export function athenaStruct(text: string): unknown {
  const parsed = valueAt(text, 0);
  return parsed?.[1] === text.length && typeof parsed[0] === 'object' ? parsed[0] : undefined;
}
