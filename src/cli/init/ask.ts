import type { Readable, Writable } from 'node:stream';
import { cancel, confirm, intro, text } from '@clack/prompts';
import { Failure } from '#cli/habits/failure.ts';
import type { Read } from './answers.ts';

/** Asks a person, one question after the other. */
export interface Asker {
  /** The answer that `read` accepts; `given` is what Enter answers, if anything. */
  ask<Value>(question: string, read: (text: string) => Read<Value>, given?: string): Promise<Value>;
  decide(question: string, given: boolean): Promise<boolean>;
}

type Streams = { readonly input?: Readable; readonly output?: Writable };

function givenUp(streams: Streams): Failure {
  cancel('Nothing was written.', streams);
  return new Failure({
    what: 'The questions were not answered',
    remedy: 'Nothing was written.',
    exitCode: 2,
  });
}

/** Asks on a terminal. Ctrl-C throws `Failure`. */
export function askOn(streams: Streams = {}): Asker {
  intro('A configuration for Trailwarden', streams);
  return {
    async ask(question, read, given) {
      const check = (entered: string | undefined): string | undefined => {
        const answer = read(entered || given || '');
        return answer.ok ? undefined : answer.why;
      };
      const shown = given === undefined ? {} : { placeholder: given, defaultValue: given };
      const entered = await text({ message: question, validate: check, ...shown, ...streams });
      if (typeof entered === 'symbol') throw givenUp(streams);
      const answer = read(entered);
      if (!answer.ok) throw new Failure({ what: answer.why, remedy: '', exitCode: 2 });
      return answer.value;
    },
    async decide(message, initialValue) {
      const decided = await confirm({ message, initialValue, ...streams });
      if (typeof decided === 'symbol') throw givenUp(streams);
      return decided;
    },
  };
}
