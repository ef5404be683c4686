import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { IncidentStatus, Member } from '#domain/issues/incident.ts';
import { isOpen } from './affected.ts';
import type { Announcement } from './announcement.ts';
import { isOutOfScope } from './out-of-scope.ts';
import { plain, say } from './wording.ts';

/** At most so many different commands are told. */
const maxCommands = 5;
/** Longer ones are not AWS's names: a command that is cut off must not be copied. */
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

/** What is to be done now: the rule's remedy while it stands, the questions that are left when it is over. */
export function remedyOf(about: {
  readonly told: readonly Member[];
  readonly worst: Member | undefined;
  readonly status: IncidentStatus;
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
