const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

// Own code rather than a library: the domain imports no packages.
/** Whether two JSON-like values are equal; a member that is undefined counts as absent. */
export function isDeepEqual(left: unknown, right: unknown): boolean {
  if (!isObject(left) || !isObject(right)) return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => isDeepEqual(left[name], right[name]));
}
