import type { Extent, RecordedEvents } from '#domain/facts/event-selectors.ts';
import { covers } from '#domain/facts/event-selectors.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import { recordedOf } from '#domain/findings/coverage.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { evidenceOf } from '#domain/findings/of-trail.ts';
import { restoreRecording, restoreWords } from '#domain/findings/put-selectors.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { changedAt, formerSettings } from '#domain/findings/settings.ts';
import { recordedHere, weighLoss } from '#domain/findings/what-is-left.ts';

interface Missing {
  readonly reads: boolean;
  readonly sources: readonly string[];
}

/** What `was` includes and `now` does not. */
function missing(was: RecordedEvents, now: RecordedEvents): Missing {
  return {
    reads: !covers(now.reads, was.reads),
    sources: now.excludedSources.filter((source) => !was.excludedSources.includes(source)),
  };
}

const isNothing = ({ reads, sources }: Missing): boolean => !reads && sources.length === 0;

function words({ reads, sources }: Missing, now: Extent): string {
  const some = now === 'some' ? 'some management read events' : 'management read events';
  return [...(reads ? [some] : []), ...sources.map((source) => `events of ${source}`)].join(', ');
}

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement[] {
  const subject = sight.trail.arn;
  const now = recordedOf(sight);
  const logging = sight.status.kind === 'seen' && sight.status.value.logging;
  // Trails that do not record all writes are judged by management-events-unrecorded.
  if (now?.writes !== 'all' || !logging) return [{ verdict: 'cannot-tell', subject }];
  const before = formerSettings(look, rule.id, subject);
  const was = before?.recorded;
  if (was === undefined) return [];
  const here = missing(was, now);
  if (isNothing(here)) return [{ verdict: 'healthy', subject }];
  const { trail } = sight;
  const since = changedAt(look, rule.id, subject);
  const [former, self] = [recordedHere(look, trail, was), recordedHere(look, trail, now)];
  const loss = weighLoss(look, { rule: rule.id, trail, was: former, self, since });
  return [
    {
      verdict: 'stands',
      subject,
      severity: loss.severity,
      weakening: loss.weakening,
      cause: causeKey('recording-less', subject),
      since,
      evidence: {
        ...evidenceOf(sight),
        ...loss.evidence,
        was: { recorded: was, answeredSelectors: before?.answeredSelectors },
        change: `no longer recorded: ${words(here, now.reads)}`,
      },
    },
  ];
}

/** A trail records fewer management events than before, but still all write events. */
export const managementEventsNarrowed: Rule<'management-events-narrowed'> = {
  id: 'management-events-narrowed',
  harm: 'recording-less',
  severities: ['medium', 'low'],
  title: 'Fewer management events are recorded',
  meaning:
    'The event selectors were narrowed: management reads, or the events of a service, are no longer in the log files.',
  causedBy: ['PutEventSelectors'],
  repairedBy: ['PutEventSelectors'],
  mitre: disableCloudLogs,
  falseAlarms: 'AWS KMS or RDS Data API events that were left out to save money.',
  proof: 'state',
  remedy: (finding) => ({
    words: `Undo the change, or accept it in the whitelist. ${restoreWords(finding)}`,
    command: restoreRecording(finding),
  }),
  judge: (look, rule) => look.sights.flatMap((sight) => judgeTrail(look, rule, sight)),
};
