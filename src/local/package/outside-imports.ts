import { isBuiltin } from 'node:module';
import type { Bundles } from './bundles.ts';

/**
 * Why bundles could not run with nothing but Node beside them, one line each. Packages excluded on purpose may be
 * imported only dynamically; an exclusion that no bundle uses is reported, too.
 */
export function outsideFaults({ bundles, leftOut }: Bundles): readonly string[] {
  const used = new Set(bundles.flatMap(({ outside }) => outside.map(({ path }) => path)));
  const faults = bundles.flatMap(({ name, outside }) =>
    outside.flatMap(({ path, kind }) => {
      if (isBuiltin(path)) return [];
      const importer = `The bundle of handlers/${name}.ts imports ${path}, which it does not hold`;
      if (!leftOut.includes(path)) return [`${importer} and Lambda does not have.`];
      if (kind === 'dynamic-import') return [];
      return [`${importer}, as soon as it starts: take it out of custom.esbuild.exclude in serverless.yml.`];
    }),
  );
  const idle = leftOut.filter((name) => !used.has(name));
  return [
    ...new Set(faults),
    ...idle.map(
      (name) => `No bundle imports ${name}: take it out of custom.esbuild.exclude in serverless.yml.`,
    ),
  ];
}
