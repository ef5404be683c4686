import type { AccountNames } from '#domain/announcements/affected.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { askedPeople } from '#domain/announcements/answers.ts';
import { notAcceptableByButton } from '#domain/issues/acceptance.ts';
import type { Answer, AnswerKind } from '#domain/issues/answer.ts';
import { answerId } from '#domain/issues/answer.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { openMembers } from '#domain/issues/incident.ts';
import type { Place } from '#domain/values/place.ts';
import { instant } from '#domain/values/instant.ts';
import type { AnswerDesk, Answers, Press } from '#ports/answers.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { AcceptParts } from './accept-incident.ts';
import { acceptIncident, longestByButton } from './accept-incident.ts';
import { recheckView } from './recheck-incident.ts';

/** The stores, queues and people for carrying out presses of buttons. */
export interface CarryOutParts extends AcceptParts {
  readonly issues: Pick<IssueStore, 'noteAnswers'>;
  readonly answers: Answers;
  readonly desk: AnswerDesk;
  /** The queues of both reporters, and of those that tell machines. */
  readonly queues: readonly ReportQueue[];
  /** Who may accept, by Slack id or e-mail address. */
  readonly mayAccept: readonly string[];
  /** The person in Slack by the ARN of an IAM user. */
  readonly people: ReadonlyMap<string, string>;
  /** Names of accounts, for the form that asks for an acceptance. */
  readonly names: AccountNames;
}

/** Most issues on which the answers of one incident are noted. */
const mostIssuesNoted = 25;
const dayMs = 24 * 3600_000;

const nameOf = ({ person: { id, name } }: Press): string => `${name} (${id})`;

/** Issues that the incident is in, those where it is open first. */
function placesOf(view: IncidentView): readonly Place[] {
  const all = [...openMembers(view), ...view.members];
  return [...new Map(all.map((one) => [`${one.account} ${one.region}`, one])).values()].slice(
    0,
    mostIssuesNoted,
  );
}

/** Shows something to the person alone, once for each press: two processes may carry out the same. */
async function replyOnce({ answers }: CarryOutParts, press: Press, show: () => Promise<void>): Promise<void> {
  if ((await answers.claimReply(press)) === 'known') return;
  try {
    await show();
  } catch (error) {
    await answers.releaseReply(press);
    throw error;
  }
}

const sayOnce = (parts: CarryOutParts, press: Press, text: string): Promise<void> =>
  replyOnce(parts, press, () => parts.desk.sayTo(press, text));

/**
 * Keeps the answer, notes it on the issues, and has the message, the ticket and machines show it. `before`: the incident as
 * it was read a moment ago; one of an organization trail has 170,000 members, and is read once a press.
 */
async function keep(
  parts: CarryOutParts,
  press: Press,
  { kind, text, before }: { kind: AnswerKind; text?: string; before?: IncidentView | undefined },
): Promise<void> {
  const { incident, at, person } = press;
  const answer: Answer = { id: answerId(kind, person.id, at), kind, at, by: nameOf(press), text };
  await parts.answers.keepAnswer(incident, answer);
  // The same press that comes again would be refused, as what it asked for is done.
  await parts.answers.claimReply(press);
  const view = before ?? (await parts.incidents.readIncident(incident));
  if (!view) return;
  const { answers: read = [] } = view;
  const answers = read.some(({ id }) => id === answer.id) ? read : [...read, answer];
  await Promise.all(placesOf(view).map((place) => parts.issues.noteAnswers(place, incident, answers)));
  await Promise.all(parts.queues.map((queue) => queue.sendLater({ incident, attempts: 0 }, 0)));
}

async function accept(parts: CarryOutParts, press: Press): Promise<void> {
  const { reason = '', days = 0, at, incident } = press;
  const until = instant(at + Math.min(days * dayMs, longestByButton));
  const by = nameOf(press);
  const outcome = await acceptIncident(parts)(
    { incident, reason, owner: by, until, by: `${by} in Slack`, at },
    'button',
  );
  if (outcome.kind === 'refused') return sayOnce(parts, press, `This was not accepted: ${outcome.why}.`);
  await keep(parts, press, { kind: 'accepted', text: reason });
}

async function recheck(parts: CarryOutParts, press: Press): Promise<void> {
  const before = await parts.incidents.readIncident(press.incident);
  const outcome = await recheckView(parts, before);
  if (outcome.kind === 'refused') return sayOnce(parts, press, `No look was asked for: ${outcome.why}.`);
  await keep(parts, press, { kind: 'recheck', before });
}

/** Asks for end and reason of an acceptance, unless a button may not accept the incident as it is now. */
async function ask(parts: CarryOutParts, press: Press): Promise<void> {
  const view = await parts.incidents.readIncident(press.incident);
  const why = view === undefined ? 'there is no such incident' : notAcceptableByButton(view);
  if (view === undefined || why !== undefined)
    return sayOnce(parts, press, `This cannot be accepted here: ${why}.`);
  const { headline } = announcementOf(view, { accounts: parts.names, now: press.at });
  return replyOnce(parts, press, () => parts.desk.askForReason(press, headline));
}

async function acceptIfAllowed(parts: CarryOutParts, press: Press): Promise<void> {
  if (!(await parts.desk.isAmong(press.person.id, parts.mayAccept)))
    return sayOnce(
      parts,
      press,
      'Only people named in the configuration (slack.answers.may_accept) may accept this.',
    );
  return press.action === 'accept' ? ask(parts, press) : accept(parts, press);
}

async function answerForOneself(
  parts: CarryOutParts,
  press: Press,
  kind: 'was-me' | 'was-not-me',
): Promise<void> {
  const view = await parts.incidents.readIncident(press.incident);
  const asked = view ? askedPeople(view, parts.people) : [];
  if (!(await parts.desk.isAmong(press.person.id, asked)))
    return sayOnce(parts, press, 'Only the person behind the call can answer this.');
  await keep(parts, press, { kind, before: view });
}

/**
 * Carries out the press of a button: who pressed what is kept, and shown on issue, message and ticket. What a person may
 * not do is said to that person alone. Repeating it is harmless, as an answer is kept once.
 */
export function carryOutPress(parts: CarryOutParts): (press: Press) => Promise<void> {
  return async (press) => {
    switch (press.action) {
      case 'on-it':
        return keep(parts, press, { kind: 'on-it' });
      case 'was-me':
      case 'was-not-me':
        return answerForOneself(parts, press, press.action);
      case 'recheck':
        return recheck(parts, press);
      case 'accept':
      case 'accept-form':
        return acceptIfAllowed(parts, press);
    }
  };
}
