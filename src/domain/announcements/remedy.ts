import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { IssueStatus } from '#domain/issues/issue.ts';
import { isOpen } from './affected.ts';
import type { Announcement } from './announcement.ts';
import { isOutOfScope } from './out-of-scope.ts';
import { plain, say } from './wording.ts';

/** Largest number of different commands shown. */
const maxCommands = 5;
/** Commands longer than this, in characters, are left out: names in AWS are shorter, and a cut command must not be run. */
const longestCommand = 500;

function commandsOf(members: readonly Member[]): string | undefined {
  const ongoing = new Map(
    members.filter(isOpen).map(({ finding }) => [`${finding.rule} ${finding.subject}`, finding]),
  );
  const commands = [...ongoing.values()].flatMap(
    (finding) => ruleOf(finding.rule).remedy(finding).command ?? [],
  );
  const whole = commands.filter(({ length }) => length <= longestCommand);
  const different = [...new Set(whole.map((command) => plain(command, longestCommand)))].slice(
    0,
    maxCommands,
  );
  return different.length === 0 ? undefined : different.join('\n');
}

/** What the reader should do: the rule's remedy while the finding is open, follow-up questions afterwards. */
export function remedyOf(about: {
  readonly told: readonly Member[];
  readonly worst: Member | undefined;
  readonly status: IssueStatus;
  readonly interrupted: boolean;
}): Announcement['remedy'] {
  const { told, worst, status, interrupted } = about;
  if (worst === undefined) return { words: say('Nothing.') };
  const { words } = ruleOf(worst.finding.rule).remedy(worst.finding);
  if (status === 'open' || interrupted) {
    return { words: say(plain(words, 600)), command: status === 'open' ? commandsOf(told) : undefined };
  }
  if (status === 'whitelisted')
    return {
      words: say('Nothing, as long as it is accepted.'),
    };
  if (isOutOfScope(told)) return { words: say('Nothing: it is not followed any more.') };
  return {
    words: say(
      'Nothing of this incident is left to repair. If nobody can explain it, look through the event history (kept for 90 days) for what was done in the meantime.',
    ),
  };
}
