import type { Sentence } from './announcement.ts';
import type { MemberLoss } from './loss-groups.ts';
import { code, plain, say, time, window } from './wording.ts';

/** What a look was refused, with AWS's reason. */
function refusedWords({ first: { finding } }: MemberLoss): Sentence {
  const { resource, error } = finding.evidence;
  const why = plain(error ?? '', 200);
  return say(
    ...(resource === undefined ? [] : [': ', code(resource, 60), ' was refused']),
    ...(why === '' ? [] : [' with ', code(why, 200)]),
    '.',
  );
}

/** The sentence on what could not be read, of `whom`: the account and Regions in words. */
export function unverifiedWords(loss: MemberLoss, whom: string): Sentence {
  const { rule, since } = loss.first.finding;
  // No call was harmful here: what was readable is refused.
  if (rule === 'access-lost') {
    const verb = loss.until === undefined ? 'is' : 'was';
    return say(
      `Whether trails record ${whom} ${verb} not known`,
      ...window(since, loss.until),
      ...refusedWords(loss),
    );
  }
  return say(
    'What a harmful call did',
    ` in ${whom} at `,
    time(since),
    ' could not be verified',
    ...refusedWords(loss),
  );
}
