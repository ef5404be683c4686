/** The paths of all values in `value`: `.name` for members, `[]` for entries of lists, `{}` for those of maps. */
export function pathsOf(value: unknown, at = ''): string[] {
  if (value === undefined || value === null) return [];
  if (value instanceof Map) return [...value.values()].flatMap((one) => pathsOf(one, `${at}{}`));
  if (Array.isArray(value)) return value.flatMap((one) => pathsOf(one, `${at}[]`));
  if (typeof value !== 'object') return [at];
  return Object.entries(value).flatMap(([name, one]) => pathsOf(one, `${at}.${name}`));
}

/** `value` in a form that tells `read` the path of every member that is read, and whether it is defined there. */
export function watched<Value>(
  value: Value,
  read: (path: string, isDefined: boolean) => void,
  at = '',
): Value {
  if (value instanceof Map)
    return new Map(
      [...value].map(([key, one]) => [key, watched(one as unknown, read, `${at}{}`)]),
    ) as unknown as Value;
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof name === 'symbol' || typeof member === 'function') return member;
      if (Array.isArray(target)) return name === 'length' ? member : watched(member, read, `${at}[]`);
      read(`${at}.${name}`, member !== undefined);
      return watched(member, read, `${at}.${name}`);
    },
  });
}
