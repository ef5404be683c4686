import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { whoWords } from '#domain/announcements/who.ts';
import { plainText } from '#domain/announcements/wording.ts';
import type { Decision } from '#domain/facts/decision.ts';
import type { Dependency } from '#domain/facts/dependency.ts';
import { readEvents } from '#cli/input/events-file.ts';
import type { OnRead } from '#cli/input/source-text.ts';
import { printable } from '#cli/output/printable.ts';
import { iso } from '#domain/values/instant.ts';

/** What the detector would do with one event and why, from the event alone; unknown fields are null. */
export interface Explained {
  readonly eventId: string | null;
  readonly eventName: string | null;
  /** ISO 8601. */
  readonly time: string | null;
  /** Who called, in words; the caller may choose the names in it. */
  readonly who: string | null;
  readonly decision: 'evaluate' | 'attempt' | 'ignore';
  readonly reason: string;
  readonly accountId: string | null;
  readonly regions: readonly string[] | 'all';
  /** Set when every account of the organization is concerned. */
  readonly everyAccount?: true;
  readonly trail?: string;
  readonly dependsOn?: Dependency;
}

/** A part of a file that holds no readable event; `line` counts from 1. */
export interface UnreadableEntry {
  readonly file: string;
  readonly line?: number;
  readonly error: string;
}

/** Explains every event of a file in its order; parts that cannot be read are told in their place. Never throws. */
export async function* explainFile(
  path: string,
  onRead?: OnRead,
): AsyncGenerator<Explained | UnreadableEntry> {
  for await (const entry of readEvents(path, onRead))
    yield entry.kind === 'event'
      ? explain(entry.raw)
      : { file: entry.file, ...(entry.line !== undefined && { line: entry.line }), error: entry.message };
}

/** Explains one raw event: an EventBridge message or a CloudTrail record as parsed JSON. Never throws. */
export function explain(raw: unknown): Explained {
  const decision = readEvent(raw);
  const { reason } = decision;
  if (decision.decision === 'ignore') {
    const { eventId = null, eventName = null, accountId = null, region } = decision.event;
    const regions = region === undefined ? [] : [region];
    return { eventId, eventName, time: null, who: null, decision: 'ignore', reason, accountId, regions };
  }
  const { trigger, scope } = decision;
  const trail = trigger.trail?.kind === 'arn' ? trigger.trail.arn : trigger.trail?.name;
  return {
    eventId: trigger.eventId,
    eventName: trigger.eventName,
    time: trigger.at === undefined ? null : iso(trigger.at),
    who: plainText(whoWords(trigger.actor, new Map())),
    decision: decision.decision,
    reason,
    accountId: scope.accountId,
    regions: scope.regions,
    ...(scope.everyAccount && { everyAccount: true as const }),
    ...(trail !== undefined && { trail }),
    ...(trigger.dependsOn && { dependsOn: trigger.dependsOn }),
  };
}

const headlines: Readonly<Record<Decision['decision'], string>> = {
  evaluate: 'look now',
  attempt: 'keep as an attempt',
  ignore: 'pass over',
};

/** One event in plain words for a terminal: a headline, and why. */
export function explainedInWords(event: Explained): string {
  const name = event.eventName ?? '(no event name)';
  const regions = event.regions === 'all' ? 'all Regions' : event.regions.join(', ');
  const account = event.accountId === null ? '' : ` in account ${event.accountId}`;
  const where = `${account}${regions === '' ? '' : ` (${regions})`}`;
  const at = event.time === null ? '' : `${event.time.slice(0, 19).replace('T', ' ')} UTC  `;
  const who = event.who === null ? '' : `By ${event.who}. `;
  const id = event.eventId === null ? '' : ` Event ${event.eventId}.`;
  const lines = [`${at}${name}${where}: ${headlines[event.decision]}.`, `  ${who}${event.reason}${id}`];
  return lines.map(printable).join('\n');
}

/** A fault in plain words: file, line, what is wrong and what to do. */
export function faultInWords({ file, line, error }: UnreadableEntry): string {
  const name = file === '-' ? 'standard input' : file;
  return printable(`${name}${line === undefined ? '' : `, line ${line}`}: ${error}`);
}
