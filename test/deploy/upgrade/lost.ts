/** The fields of `sent` that `read` does not have, or has otherwise, as paths; a default that was added is not lost. */
export function lostIn(sent: unknown, read: unknown, path = ''): readonly string[] {
  if (typeof sent !== 'object' || sent === null) return Object.is(sent, read) ? [] : [path];
  const has: Readonly<Record<string, unknown>> =
    typeof read === 'object' && read !== null ? (read as Readonly<Record<string, unknown>>) : {};
  return Object.entries(sent).flatMap(([key, value]) => lostIn(value, has[key], `${path}.${key}`));
}
