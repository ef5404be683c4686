import { BaseSequencer, type TestSpecification } from 'vitest/node';

const serving = '/mutants/serve.ts';

/** The file that repeats the tests of all others comes after them. */
export class ServingLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted(
      (one, other) => Number(one.moduleId.endsWith(serving)) - Number(other.moduleId.endsWith(serving)),
    );
  }
}
