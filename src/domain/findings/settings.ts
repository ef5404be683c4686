import type { RememberedTrail, TrailSight } from '#domain/facts/observation.ts';
import { recordedOfRemembered, selectorsOfRemembered } from '#domain/facts/trail-history.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import { asTrailArn, parseTrailArn } from '#domain/values/trail-arn.ts';
import type { Finding, FormerSettings, Harm, Settings, Severity } from './finding.ts';
import { causeKey, findingKey } from './finding.ts';
import { awsCommand, evidenceOf, withFlags } from './of-trail.ts';
import type { Judgement, KnownFinding, Look, Rule, SeenLook } from './rule.ts';
import type { RuleId } from './rule-id.ts';

function settingsOf(known: RememberedTrail): FormerSettings {
  const { trail } = known;
  const { multiRegion, organization, globalServiceEvents, logFileValidation } = trail;
  const { bucket, prefix, kmsKey, logGroup, logsRole, topic } = trail;
  return {
    multiRegion,
    organization,
    globalServiceEvents,
    logFileValidation,
    bucket,
    prefix,
    kmsKey,
    logGroup,
    logsRole,
    topic,
    recorded: recordedOfRemembered(known),
    answeredSelectors: selectorsOfRemembered(known),
  };
}

/** The unresolved finding of `rule` about the trail, if there is one. */
export function ongoingFinding(look: Look, rule: RuleId, arn: TrailArn): KnownFinding | undefined {
  const known = look.known.get(findingKey(rule, arn));
  return known?.state === 'resolved' ? undefined : known;
}

/** The trails of the unresolved findings of `rule`. */
export function ongoingSubjects(look: Look, rule: RuleId): readonly TrailArn[] {
  return [...look.known].flatMap(([key, { state }]) => {
    const arn = asTrailArn(key.slice(rule.length + 1));
    return state !== 'resolved' && arn !== undefined && key === findingKey(rule, arn) ? [arn] : [];
  });
}

/**
 * The former settings that `rule` compares with: those kept by its ongoing finding, else those of the last look.
 * Undefined when the trail was never seen.
 */
export function formerSettings(look: Look, rule: RuleId, arn: TrailArn): FormerSettings | undefined {
  const known = ongoingFinding(look, rule, arn);
  if (known !== undefined) return known.evidence.was;
  const last = look.memory?.trails.find(({ trail }) => trail.arn === arn);
  return last && settingsOf(last);
}

/**
 * When a setting of the trail was changed: the start kept by the ongoing finding of `rule`, else the latest call that
 * can have changed it, else the time of this look.
 */
export function changedAt(look: Look, rule: RuleId, arn: TrailArn): Instant {
  const known = ongoingFinding(look, rule, arn);
  if (known !== undefined) return known.since;
  const calls = look.claims.filter(({ trail, effect, at }) => {
    return trail === arn && effect === 'change' && at <= look.at;
  });
  return calls.at(-1)?.at ?? look.at;
}

/** The severity of a change that leaves coverage whole: it is kept and listed, but sends no message of its own. */
export const asWeakening = { severity: 'low', weakening: true } as const;

/** A setting whose removal from a trail is a finding. */
export interface LostSetting {
  readonly setting: keyof Settings;
  /** Another setting that the repair has to restore too. */
  readonly beside?: keyof Settings;
  /** The harm in its cause key. */
  readonly harm: Harm;
  /** The values before and after in a few words. */
  readonly change: (was: string) => string;
  /** The severity; absent: always a weakening. */
  readonly weigh?: (
    look: SeenLook,
    sight: TrailSight,
    since: Instant,
  ) => { severity: Severity; weakening: boolean };
}

const isSet = (value: string | boolean | undefined): value is string | true =>
  value !== undefined && value !== false;

function judgeTrail(look: SeenLook, rule: RuleId, sight: TrailSight, lost: LostSetting): Judgement[] {
  const { setting, beside = setting, harm, change, weigh } = lost;
  const subject = sight.trail.arn;
  if (isSet(sight.trail[setting])) return [{ verdict: 'healthy', subject }];
  const before = formerSettings(look, rule, subject);
  const was = before?.[setting];
  if (!isSet(was)) return [];
  const since = changedAt(look, rule, subject);
  return [
    {
      verdict: 'stands',
      subject,
      ...(weigh?.(look, sight, since) ?? asWeakening),
      cause: causeKey(harm, subject),
      since,
      evidence: {
        ...evidenceOf(sight),
        was: { [beside]: before?.[beside], [setting]: was },
        change: change(String(was)),
      },
    },
  ];
}

/** Judges, for each trail at its home, a setting that it had at an earlier look and no longer has. */
export function judgeLost(lost: LostSetting): Rule['judge'] {
  return (look, { id }) =>
    look.sights
      .filter(({ trail }) => isAtHome(look, trail))
      .flatMap((sight) => judgeTrail(look, id, sight, lost));
}

/** `aws cloudtrail update-trail` for the finding's trail, in its home Region; `flags` are appended unchanged. */
export function updateTrail(
  { subject }: Finding,
  options: Readonly<Record<string, string | undefined>>,
  flags = '',
): string | undefined {
  const trail = parseTrailArn(subject);
  const given = Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (!trail) return undefined;
  const named = { name: subject, region: trail.homeRegion, ...Object.fromEntries(given) };
  return withFlags(awsCommand('cloudtrail update-trail', named), ...(flags === '' ? [] : [flags]));
}
