/**
 * The texts of JSON objects that follow each other without a separator, as Amazon Data Firehose joins records in its
 * objects (Firehose developer guide, data delivery); undefined when `text` is not of that form.
 */
export function joinedObjects(text: string): readonly string[] | undefined {
  const found: string[] = [];
  let [depth, from, inText, escaped] = [0, 0, false, false];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inText) {
      if (char === '"' && !escaped) inText = false;
      escaped = char === '\\' && !escaped;
    } else if (char === '"') inText = true;
    else if (char === '{') {
      if (depth === 0) from = at;
      depth += 1;
    } else if (char === '}') {
      depth -= 1;
      if (depth === 0) found.push(text.slice(from, at + 1));
    } else if (depth === 0 && !/\s/.test(char ?? '')) return undefined;
    if (depth < 0) return undefined;
  }
  return depth === 0 && found.length > 0 ? found : undefined;
}
