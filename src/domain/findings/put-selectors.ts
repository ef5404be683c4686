import type { AnsweredSelectors } from '#domain/facts/answered-selectors.ts';
import { printableJson } from '#domain/facts/answered-selectors.ts';
import type { RecordedEvents } from '#domain/facts/event-selectors.ts';
import { recordsEverything } from '#domain/facts/event-selectors.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { Finding } from './finding.ts';
import { awsCommand } from './of-trail.ts';

/** The only sources that a basic selector can leave out (CloudTrail API reference, EventSelector). */
const excludable: readonly string[] = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];

/** Whether these are all management events, as a trail without selectors of its own records them. */
export function isEverything({ writes, reads, excludedSources }: RecordedEvents): boolean {
  return writes === 'all' && reads === 'all' && excludedSources.length === 0;
}

function readWriteOf({ writes, reads }: RecordedEvents): 'All' | 'WriteOnly' | 'ReadOnly' {
  if (writes !== 'none' && reads !== 'none') return 'All';
  return writes === 'none' ? 'ReadOnly' : 'WriteOnly';
}

function basicSelectors(recorded: RecordedEvents): string {
  const { excludedSources } = recorded;
  const selector = {
    ReadWriteType: readWriteOf(recorded),
    IncludeManagementEvents: true,
    DataResources: [],
    ...(excludedSources.length > 0 && { ExcludeManagementEventSources: excludedSources }),
  };
  return printableJson([selector]);
}

function advancedSelectors(recorded: RecordedEvents): string {
  const which = readWriteOf(recorded);
  const conditions = [
    { Field: 'eventCategory', Equals: ['Management'] },
    { Field: 'eventSource', NotEquals: recorded.excludedSources },
    ...(which === 'All' ? [] : [{ Field: 'readOnly', Equals: [which === 'ReadOnly' ? 'true' : 'false'] }]),
  ];
  return printableJson([{ FieldSelectors: conditions }]);
}

function putJson({ subject }: Finding, isBasic: boolean, json: string): string | undefined {
  const trail = parseTrailArn(subject);
  return (
    trail &&
    awsCommand('cloudtrail put-event-selectors', {
      'trail-name': subject,
      region: trail.homeRegion,
      [isBasic ? 'event-selectors' : 'advanced-event-selectors']: json,
    })
  );
}

/** The command that makes the finding's trail record `recorded`; it replaces all selectors. */
export function putSelectors(finding: Finding, recorded: RecordedEvents): string | undefined {
  const isBasic = recorded.excludedSources.every((source) => excludable.includes(source));
  return putJson(finding, isBasic, isBasic ? basicSelectors(recorded) : advancedSelectors(recorded));
}

/** The command that puts back the selectors that the finding's trail had; undefined when they were not kept. */
export function putFormerSelectors(finding: Finding): string | undefined {
  const { kind, json } = finding.evidence.was?.answeredSelectors ?? {};
  return json === undefined ? undefined : putJson(finding, kind === 'basic', json);
}

/** The command that finds the calls that set selectors, where those of the finding's trail were too large to be kept. */
export function findFormerSelectors({ subject, evidence: { was } }: Finding): string | undefined {
  const trail = parseTrailArn(subject);
  if (!trail || !isTooLarge(was?.answeredSelectors)) return undefined;
  return awsCommand('cloudtrail lookup-events', {
    region: trail.homeRegion,
    'lookup-attributes': 'AttributeKey=EventName,AttributeValue=PutEventSelectors',
  });
}

const isTooLarge = (answered: AnsweredSelectors | undefined): boolean =>
  answered !== undefined && answered.kind !== 'default' && answered.json === undefined;

/**
 * The commands with which the finding's trail records again what it did: with its former selectors, or else all
 * management events, which replaces the selectors that it has.
 */
export function restoreRecording(finding: Finding): string | undefined {
  const former = putFormerSelectors(finding);
  if (former !== undefined) return former;
  const lines = [putSelectors(finding, recordsEverything), findFormerSelectors(finding)];
  return lines.filter((line) => line !== undefined).join('\n') || undefined;
}

/** That selectors were too large to be kept, and where they are; empty when they were kept or never known. */
export function tooLargeWords({ evidence: { was } }: Finding): string {
  const answered = was?.answeredSelectors;
  if (answered === undefined || !isTooLarge(answered)) return '';
  const had = answered.count === 1 ? 'selector was' : `${answered.count} selectors were`;
  return ` Its ${had} too large to keep: see the last PutEventSelectors on it before, in the event history or the log files.`;
}

/** What the commands of `restoreRecording` do to selectors, in a sentence. */
export function restoreWords(finding: Finding): string {
  const answered = finding.evidence.was?.answeredSelectors;
  if (answered?.json !== undefined) return 'The command puts back the selectors that it had.';
  if (answered?.kind === 'default') return 'The command puts back what it recorded: all management events.';
  const more = tooLargeWords(finding) || ' Add those for data events that it had.';
  return `The command replaces all selectors.${more}`;
}
