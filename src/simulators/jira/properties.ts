import { isObject, JiraRefusal } from './call.ts';
import type { JiraCall } from './call.ts';
import { findIssue } from './find-issue.ts';
import type { Endpoint } from './endpoint.ts';

const MAX_KEY = 255;
const MAX_VALUE = 32_768;

/** The `properties` of a create or comment call as key to value; 400 for a bad key or a value over 32,768 characters. */
export function givenProperties(value: unknown): Record<string, unknown> {
  if (value === undefined) return {};
  if (!Array.isArray(value)) throw new JiraRefusal(400, ['properties must be a list of key and value.']);
  return Object.fromEntries(
    value.map((one: unknown) => {
      if (!isObject(one) || !('value' in one))
        throw new JiraRefusal(400, ['A property needs a key and a value.']);
      return [checkedKey(one['key']), checkedValue(one['value'])];
    }),
  );
}

/** PUT an issue property: 201 when new, 200 when it existed. */
export const setIssueProperty: Endpoint = (site, call, [idOrKey, key]) => {
  const { properties } = findIssue(site, idOrKey);
  return setProperty(properties, checkedKey(key), call);
};

/** GET an issue property; 404 when it is not set. */
export const getIssueProperty: Endpoint = (site, _call, [idOrKey, key = '']) =>
  getProperty(findIssue(site, idOrKey).properties, key);

/** GET the keys of all properties of an issue. */
export const listIssueProperties: Endpoint = (site, _call, [idOrKey]) => ({
  status: 200,
  body: {
    keys: Object.keys(findIssue(site, idOrKey).properties).map((key) => ({ key, self: site.origin() })),
  },
});

/** Sets one of `properties` from the call's body. */
export function setProperty(properties: Record<string, unknown>, key: string, call: JiraCall) {
  const status = key in properties ? 200 : 201;
  properties[key] = checkedValue(call.body);
  return { status };
}

/** Answers one of `properties`; 404 when it is not set. */
export function getProperty(properties: Record<string, unknown>, key: string) {
  if (!(key in properties)) throw new JiraRefusal(404, [`The property with key "${key}" does not exist.`]);
  return { status: 200, body: { key, value: properties[key] } };
}

function checkedKey(key: unknown): string {
  if (typeof key === 'string' && key !== '' && key.length <= MAX_KEY) return key;
  throw new JiraRefusal(400, [`A property's key has 1 to ${MAX_KEY} characters.`]);
}

function checkedValue(value: unknown): unknown {
  if (value !== undefined && JSON.stringify(value).length <= MAX_VALUE) return value;
  throw new JiraRefusal(400, [`A property's value has 1 to ${MAX_VALUE} characters.`]);
}
