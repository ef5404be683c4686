import { recordsEverything } from '#domain/facts/event-selectors.ts';
import type { RememberedTrail } from '#domain/facts/observation.ts';
import { recordedOfRemembered, selectorsOfRemembered } from '#domain/facts/trail-history.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { Finding, FormerSettings } from './finding.ts';
import { awsCommand, withFlags } from './of-trail.ts';
import {
  findFormerSelectors,
  isEverything,
  putFormerSelectors,
  putSelectors,
  tooLargeWords,
} from './put-selectors.ts';

/** The settings with which a trail that is gone is created again, as it was last seen. */
export function settingsToRecreate(known: RememberedTrail): FormerSettings {
  const { bucket, prefix, kmsKey, logGroup, logsRole, topic } = known.trail;
  const { logFileValidation, globalServiceEvents, insights } = known.trail;
  return {
    bucket,
    prefix,
    kmsKey,
    logGroup,
    logsRole,
    topic,
    logFileValidation,
    globalServiceEvents,
    insights,
    recorded: recordedOfRemembered(known),
    answeredSelectors: selectorsOfRemembered(known),
  };
}

function flagsOf({ evidence: { multiRegion, organization, was = {} } }: Finding): readonly string[] {
  return [
    ...(multiRegion === true ? ['--is-multi-region-trail'] : []),
    ...(organization === true ? ['--is-organization-trail'] : []),
    ...(was.logFileValidation === true ? ['--enable-log-file-validation'] : []),
    ...(was.globalServiceEvents === false && multiRegion !== true
      ? ['--no-include-global-service-events']
      : []),
  ];
}

function given(options: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** What recording itself does not need: the log group with its role, which CloudTrail takes only together, and the topic. */
function furtherOptions({ logGroup, logsRole, topic }: FormerSettings): Record<string, string> {
  const isWhole = logGroup !== undefined && logsRole !== undefined;
  return given({
    'cloud-watch-logs-log-group-arn': isWhole ? logGroup : undefined,
    'cloud-watch-logs-role-arn': isWhole ? logsRole : undefined,
    'sns-topic-name': topic,
  });
}

/**
 * The commands that create the finding's trail again with its former settings, one on each line: the first creates and
 * starts it, so that events are recorded again at once; the others set what it had besides.
 */
export function createAgain(finding: Finding): string | undefined {
  const { was = {} } = finding.evidence;
  const trail = parseTrailArn(finding.subject);
  if (!trail || was.bucket === undefined) return undefined;
  const named = { name: trail.name, region: trail.homeRegion };
  const { bucket, prefix, kmsKey } = was;
  const where = given({ 's3-bucket-name': bucket, 's3-key-prefix': prefix, 'kms-key-id': kmsKey });
  const create = awsCommand('cloudtrail create-trail', { ...named, ...where });
  const start = awsCommand('cloudtrail start-logging', named);
  if (create === undefined || start === undefined) return undefined;
  const further = furtherOptions(was);
  const { recorded = recordsEverything } = was;
  const lines = [
    withFlags(create, ...flagsOf(finding), '&&', start),
    Object.keys(further).length === 0
      ? undefined
      : awsCommand('cloudtrail update-trail', { ...named, ...further }),
    putFormerSelectors(finding) ?? (isEverything(recorded) ? undefined : putSelectors(finding, recorded)),
    findFormerSelectors(finding),
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

/** What the commands of `createAgain` cannot restore, because it is not kept; empty when they restore everything. */
export function notRestored(finding: Finding): string {
  const insights = finding.evidence.was?.insights
    ? ' CloudTrail Insights was on: put-insight-selectors turns it on again; which kinds it had is not known to us.'
    : '';
  return `${selectorsNotRestored(finding)}${insights}`;
}

function selectorsNotRestored(finding: Finding): string {
  const { recorded, answeredSelectors } = finding.evidence.was ?? {};
  if (answeredSelectors?.json !== undefined || answeredSelectors?.kind === 'default') return '';
  const some = recorded?.writes === 'some' || recorded?.reads === 'some';
  const narrowed = some
    ? ' It recorded some of the management events only; the command records all of them.'
    : '';
  const unknown = ' Selectors for data events are not known to us: add those that it had.';
  return `${narrowed}${tooLargeWords(finding) || unknown}`;
}
