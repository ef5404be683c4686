import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import type { IssueStatus } from '#domain/issues/issue.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { AccountNames } from './affected.ts';
import { accountsOf, regionWords } from './affected.ts';
import type { Announcement, Fact, Sentence, Span } from './announcement.ts';
import { answerFacts } from './answers.ts';
import { causesOf } from './causes.ts';
import { dueAtOf } from './due.ts';
import { trailName } from './headline.ts';
import { acceptancesOf } from './milestones.ts';
import { howWords, whoWords } from './who.ts';
import { code, count, duration, listed, listedUpTo, plain, say, time } from './wording.ts';

/** The inputs of `factsOf`; `told` are the reported members, `worst` the first of them. */
export interface FactSources {
  readonly view: IncidentView;
  readonly names: AccountNames;
  readonly status: IssueStatus;
  readonly told: readonly Member[];
  readonly worst: Member | undefined;
  /** Whether a link names the ticket of the earlier incident. */
  readonly isPreviousLinked?: boolean | undefined;
}

function fact(label: string, ...parts: readonly (string | Span)[]): Fact[] {
  const value = say(...parts);
  return value.length === 0 ? [] : [{ label, value }];
}

function regions({ told }: FactSources): Fact[] {
  const all = told.map(({ region }) => region);
  const many = new Set(all).size;
  return many > 1 ? fact(`${many} Regions`, regionWords(all)) : [];
}

function trail({ worst, told }: FactSources): Fact[] {
  if (worst === undefined) return [];
  const name = trailName(worst);
  if (name === undefined) return [];
  const { evidence, subject } = worst.finding;
  const home = evidence.homeRegion ?? parseTrailArn(subject)?.homeRegion;
  const kinds = [
    evidence.organization === true ? 'organization trail' : '',
    evidence.multiRegion === undefined ? '' : evidence.multiRegion ? 'multi-Region' : 'single-Region',
    home === undefined ? '' : `home Region ${home}`,
  ].filter((kind) => kind !== '');
  const others = [...new Set(told.map(({ finding }) => finding.subject))]
    .filter((one) => one !== subject)
    .map((one) => plain(parseTrailArn(one)?.name ?? one, 48));
  const named = others.length < 4 ? listed(others) : count(others.length, 'more trail');
  const more = others.length > 0 ? `; of the same cause: ${named}` : '';
  // The headline and the loss name the trail; where it was not seen, nothing is known of its kind.
  return kinds.length === 0 && more === ''
    ? []
    : fact('Trail', kinds.join(', '), more.replace(/^; /, kinds.length > 0 ? '; ' : ''));
}

function remaining({ worst, status }: FactSources): Fact[] {
  const covered = worst?.finding.evidence.coveredBy;
  if (covered === undefined || status !== 'open') return [];
  // A trail that cannot deliver, or delivers elsewhere, still records itself.
  const records = worst?.finding.harm === 'undeliverable' || worst?.finding.harm === 'redirected';
  const doubt = worst?.finding.evidence.doubt;
  if (covered.length === 0 && doubt !== undefined) return fact('Not relied upon', code(doubt, 300));
  if (covered.length === 0) return records ? [] : fact('Still recording', 'no other trail');
  // The loss names it.
  if (worst?.finding.evidence.left === 'own' && covered.length === 1) return [];
  const names = covered.map((arn) => plain(parseTrailArn(arn)?.name ?? arn, 48)).sort();
  return fact('Still recording', 'trail ', code(listedUpTo(names, 3), 200));
}

function distinct(causes: readonly Trigger[], words: (cause: Trigger) => Sentence): Sentence[] {
  return [...new Map(causes.map((cause) => [JSON.stringify(words(cause)), words(cause)])).values()];
}

function joined(sentences: readonly Sentence[]): (string | Span)[] {
  const shown = sentences
    .slice(0, 3)
    .flatMap((sentence, index) => [...(index > 0 ? ['; '] : []), ...sentence]);
  return sentences.length > 3 ? [...shown, `; and ${sentences.length - 3} more`] : shown;
}

function unnamed({ members }: FactSources['view']): (string | Span)[] {
  const why = members.find(({ finding }) => finding.unexplained !== undefined)?.finding.unexplained;
  return [why === undefined ? 'not known yet: no recorded call explains it so far' : `unknown. ${why}`];
}

/** The account that the headline names, when it names one. */
function onlyAccount(members: readonly Member[]): AccountId | undefined {
  const [first, ...others] = accountsOf(members);
  return others.length === 0 ? first : undefined;
}

function actors({ view, names, told }: FactSources): Fact[] {
  const causes = causesOf(view);
  if (causes.length === 0) return fact('Who', ...unnamed(view));
  const here = onlyAccount(told);
  const who = distinct(causes, ({ actor }) => whoWords(actor, names, here));
  return [...fact('Who', ...joined(who)), ...fact('How', ...joined(distinct(causes, howWords)))];
}

function moments({ view, told }: FactSources): Fact[] {
  const detected = view.incident.openedAt;
  const [first, ...others] = told.map(({ finding }) => finding.since);
  if (first === undefined) return fact('Detected', time(detected));
  const began = instant(others.reduce<number>((earliest, at) => Math.min(earliest, at), first));
  const happened = causesOf(view)[0]?.at ?? began;
  // Such a finding (no trail, a failing delivery) began at an unknown time before it was first seen.
  if (happened >= detected) return [];
  return fact('Detected', `${duration(detected - happened)} after it began`);
}

function due({ told, status }: FactSources): Fact[] {
  const earliest = dueAtOf(told);
  return earliest === undefined || status !== 'open' ? [] : fact('To be done by', time(earliest));
}

function key({ worst }: FactSources): Fact[] {
  const resource = worst?.finding.evidence.resource;
  return resource?.includes(':kms:') === true ? fact('Key', code(resource, 150)) : [];
}

function errors({ worst }: FactSources): Fact[] {
  const error = worst?.finding.evidence.error;
  // What could not be verified quotes it in the loss.
  return error === undefined || worst?.finding.harm === 'unreadable'
    ? []
    : fact('AWS says', code(error, 200));
}

function ended({ status, told, view }: FactSources): Fact[] {
  if (status === 'whitelisted') return fact('Accepted', ...joined(acceptancesOf(view.members)));
  // A finding of one moment (until = since) has no end to report.
  if (status === 'open' || told.every(({ finding }) => finding.until === finding.since)) return [];
  const ends = told.flatMap(({ finding }) => finding.resolvedAt ?? []);
  const last = ends.reduce<Instant | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
  return last === undefined ? [] : fact('Recovery confirmed', time(last));
}

/** The name of the MITRE ATT&CK technique that all rules detect, which has an id before and since version 19. */
const techniqueName = 'Disable or Modify Cloud Logs';

/** The facts of an announcement, by how soon a person needs them. */
export function factsOf(sources: FactSources): Pick<Announcement, 'facts' | 'details' | 'references'> {
  const { worst, view } = sources;
  const mitre = worst ? ruleOf(worst.finding.rule).mitre : [];
  const { id, previous } = view.incident;
  return {
    facts: [...[actors, due, ended].flatMap((room) => room(sources)), ...answerFacts(view)],
    details: [moments, regions, trail, key, remaining, errors].flatMap((room) => room(sources)),
    references: [
      ...(previous === undefined || sources.isPreviousLinked === true
        ? []
        : fact('Happened before', code(previous))),
      ...fact('Incident', code(id)),
      ...fact('Technique', mitre.length > 0 ? `${techniqueName} (MITRE ATT&CK ${mitre.join(', ')})` : ''),
    ],
  };
}
