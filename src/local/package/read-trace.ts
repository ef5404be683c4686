import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapping, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';

const place = /(?:file:\/\/)?[^\s()"]*handlers\/([\w-]+)\.mjs:(\d+):(\d+)/g;

/** The text with every place in a bundle replaced by its place in the sources, as far as `maps` knows the bundle. */
export function readTrace(trace: string, maps: string): string {
  const read = new Map<string, SourceMap | undefined>();
  const mapOf = (name: string): SourceMap | undefined => {
    const file = join(maps, `${name}.mjs.map`);
    if (!read.has(name))
      read.set(
        name,
        existsSync(file)
          ? new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload)
          : undefined,
      );
    return read.get(name);
  };
  return trace.replaceAll(place, (whole, name: string, line: string, column: string) => {
    const entry = mapOf(name)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !('originalSource' in entry)) return whole;
    const { originalSource, originalLine, originalColumn } = entry satisfies SourceMapping;
    return `${originalSource.replace(/^(?:\.\.\/)+/, '')}:${originalLine + 1}:${originalColumn + 1}`;
  });
}
