import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, say } from '#domain/announcements/wording.ts';
import type { Unreadable } from '#domain/facts/observation.ts';
import { regionOffCodes } from '#domain/facts/refusals-in.ts';

/** What a person does about something that could not be read, and the command for it where there is one. */
export interface ReadRemedy {
  readonly words: Sentence;
  readonly command?: string | undefined;
}

/** The command that asks every account again. */
export const sweepAgain = 'trailwarden sweep';

const isDenied = (name: string): boolean => /^(?:AccessDenied|Unauthorized|Forbidden)/.test(name);

/** What to do about a refused call of the read role. */
export function remedyForRefusal({ operation, code: name, message }: Unreadable): ReadRemedy {
  if (regionOffCodes.has(name))
    return {
      words: say(
        'AWS answers so where a Region is off in the account: enable it there, or leave it out with ',
        code('aws.regions'),
        '.',
      ),
    };
  if (!isDenied(name)) return { words: say('If it lasts, ask again now:'), command: sweepAgain };
  if (/service control policy|resource control policy/i.test(message))
    return { words: say('Exempt the read role from the policy that denies it.') };
  if (operation === 'sts:AssumeRole')
    return {
      words: say('Deploy the read role there (stack set ', code('trailwarden-roles'), '), then ask again:'),
      command: sweepAgain,
    };
  return {
    words: say(
      'Let the read role call it: deploy the stack set ',
      code('trailwarden-roles'),
      ' again, and look for a policy that denies it.',
    ),
  };
}

/** What to do about accounts whose look ended in an error, or from which no answer came. */
export const remedyForNoAnswer: ReadRemedy = {
  words: say('Ask again now; if it fails again, the log of the function evaluate says why:'),
  command: sweepAgain,
};

/** What to do about accounts that the last sweep did not know. */
export const remedyForNeverRead: ReadRemedy = {
  words: say('The next sweep reads them; to have it now:'),
  command: sweepAgain,
};
