import type { AccountNames } from '#domain/announcements/affected.ts';
import type { Sentence } from '#domain/announcements/announcement.ts';
import { code, count, listed, listedUpTo, plain, say, time } from '#domain/announcements/wording.ts';
import { accountWords } from '#domain/announcements/affected.ts';
import { recordsEverything, type RecordedEvents } from '#domain/facts/event-selectors.ts';
import type { Memory, RememberedTrail } from '#domain/facts/observation.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { isOpenFinding } from '#domain/issues/tracked-finding.ts';
import type { Place } from '#domain/values/place.ts';
import type { PlaceFacts } from './place-state.ts';
import { placeStateOf, placeStateWords } from './place-state.ts';

/** What is known of an account and Region, with what was seen at its last look. */
export interface PlaceSight extends Place, PlaceFacts {
  readonly memory: Memory | undefined;
  readonly names: AccountNames;
}

/** An account and Region in words. */
export interface PlaceWords {
  readonly title: string;
  readonly state: Sentence;
  /** One sentence for each trail that is seen there, and one without any. */
  readonly trails: readonly Sentence[];
  /** One sentence for each finding that is open or accepted. */
  readonly findings: readonly Sentence[];
}

function recordedWords({ writes, reads, excludedSources }: RecordedEvents): string {
  const without =
    excludedSources.length === 0
      ? ''
      : `, without those of ${plain(listedUpTo([...excludedSources], 3), 120)}`;
  if (writes === 'none' && reads === 'none') return 'no management events';
  if (writes === 'all' && reads === 'all') return `all management events${without}`;
  const parts = [
    ...(writes === 'none' ? [] : [writes === 'all' ? 'all writes' : 'some writes']),
    ...(reads === 'none' ? [] : [reads === 'all' ? 'all reads' : 'some reads']),
  ];
  return `of the management events ${listed(parts)}${without}`;
}

function kindWords({ organization, multiRegion, homeRegion }: RememberedTrail['trail']): string {
  const kind = organization
    ? 'organization trail'
    : multiRegion
      ? 'multi-Region trail'
      : 'single-Region trail';
  return ` (${kind}, home Region ${homeRegion})`;
}

function trailWords({ trail, status, recorded, goneAt, loggingSince }: RememberedTrail): Sentence {
  const name = say('Trail ', code(trail.name, 60), kindWords(trail));
  if (goneAt !== undefined) return say(...name, ' is gone, first seen ', time(goneAt), '.');
  if (status === undefined) return say(...name, ': its state could not be read.');
  if (!status.logging) {
    const since = status.stoppedAt === undefined ? [] : [' since ', time(status.stoppedAt)];
    return say(...name, ' does not log', ...since, '.');
  }
  const since = loggingSince === undefined ? [] : [' since ', time(loggingSince)];
  const bucket = trail.bucket === undefined ? [] : [', into the bucket ', code(trail.bucket, 63)];
  const failing =
    status.deliveryError === undefined
      ? []
      : ['. Its last delivery failed with ', code(status.deliveryError, 80)];
  return say(
    ...name,
    ' records ',
    recordedWords(recorded ?? recordsEverything),
    ...since,
    ...bucket,
    ...failing,
    '.',
  );
}

function seenWords(memory: Memory | undefined): readonly Sentence[] {
  if (memory === undefined) return [say('No trail was ever read there.')];
  const trails = memory.trails.map(trailWords);
  const none = trails.length === 0 ? [say('No trail was seen there.')] : trails;
  return [...none, say('Last read at ', time(memory.at), '.')];
}

function findingWords({ issue }: PlaceFacts): readonly Sentence[] {
  const told = [...(issue?.findings.values() ?? [])].filter(
    (finding) => isOpenFinding(finding) || finding.state === 'whitelisted',
  );
  return told.map((finding) => {
    const { title, meaning } = ruleOf(finding.rule);
    const accepted = finding.state === 'whitelisted';
    const because = plain(finding.exemptBecause ?? '', 120);
    const how = accepted ? `accepted${because === '' ? '' : ` (${because})`}` : finding.severity;
    return say({ kind: 'strong', text: title }, `: ${how}, since `, time(finding.since), `. ${meaning}`);
  });
}

/** What is known of an account and Region: its state, the trails seen there, and what was found. */
export function placeWords(sight: PlaceSight): PlaceWords {
  const { account, region, names, memory } = sight;
  const { title, meaning } = placeStateWords[placeStateOf(sight)];
  return {
    title: `${accountWords(account, names)}, ${region}`,
    state: say({ kind: 'strong', text: title }, `. ${meaning}`),
    trails: seenWords(memory),
    findings: findingWords(sight),
  };
}

/** The numbers of places by state in one sentence, worst first: `3 not recorded, 31 recorded`. */
export function placesInWords(counts: ReadonlyMap<string, number>): string {
  const parts = Object.entries(placeStateWords).flatMap(([state, { title }]) => {
    const number = counts.get(state) ?? 0;
    return number === 0 ? [] : [`${count(number, 'place').replace(/ places?$/, '')} ${title.toLowerCase()}`];
  });
  return listed(parts);
}
