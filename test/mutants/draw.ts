import { createHash } from 'node:crypto';
import type { Checker, CheckResult } from '@stryker-mutator/api/check';
import { CheckStatus } from '@stryker-mutator/api/check';
import type { Mutant, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';

/** Which mutants are drawn of all, by the order that a seed gives them: so many, after so many. */
export interface Draw {
  readonly after: number;
  readonly count: number;
  readonly seed: string;
}

/** The mutants' order in the draw: the same for a seed, whatever order they are found in. */
function lot(seed: string, { fileName, location: { start }, replacement }: Mutant): string {
  const file = fileName.split('/src/').at(-1) ?? fileName;
  return createHash('sha256')
    .update([seed, file, start.line, start.column, replacement].join(' '))
    .digest('hex');
}

/** Passes the drawn mutants; the others are reported as not compiling, which Stryker counts nowhere. */
function drawn(options: StrykerOptions): Checker {
  const { after, count, seed } = options['draw'] as Draw;
  return {
    init: async () => undefined,
    // One group, because the draw has to know all of them.
    group: async (mutants) => [mutants.map(({ id }) => id)],
    async check(mutants) {
      const order = mutants.toSorted((one, other) => (lot(seed, one) < lot(seed, other) ? -1 : 1));
      const passed = new Set(order.slice(after, after + count).map(({ id }) => id));
      const result = (id: string): CheckResult =>
        passed.has(id)
          ? { status: CheckStatus.Passed }
          : { status: CheckStatus.CompileError, reason: notDrawn };
      return Object.fromEntries(mutants.map(({ id }) => [id, result(id)]));
    },
  };
}

/** The reason that Stryker's report gives for a mutant outside the sample. */
export const notDrawn = 'not drawn';

/** What Stryker loads: the checker `draw`, and the option that it reads. */
export const strykerPlugins = [
  declareFactoryPlugin(
    PluginKind.Checker,
    'draw',
    Object.assign(drawn, { inject: tokens(commonTokens.options) }),
  ),
];
export const strykerValidationSchema = { properties: { draw: { type: 'object' } } };
