import type { Report } from '#domain/reports/report.ts';
import type { SendResult, ToldRef } from '#ports/channel.ts';
import type { Clock } from '#ports/clock.ts';
import type { ReportChannel, ReportFile } from '#ports/report-channel.ts';

/** A report as it was posted. */
export interface MemoryReport {
  readonly ref: string;
  readonly to: string;
  readonly marker: string;
  readonly report: Report;
  readonly picture: ReportFile | undefined;
  /** The ids of the replies in its thread. */
  readonly replies: string[];
  readonly files: ReportFile[];
}

/** The scripted outcome of the next call: its response is lost, or it is refused. */
export type NextReport =
  | { readonly kind: 'unknown'; readonly happened: boolean }
  | Extract<SendResult, { kind: 'later' | 'refused' }>;

/** A report channel in memory whose outcomes can be scripted. */
export interface MemoryReportChannel extends ReportChannel {
  readonly reports: readonly MemoryReport[];
  next(method: 'post' | 'reply' | 'attach', ...outcomes: readonly NextReport[]): void;
}

const done = <Value>(value: Value): SendResult<Value> => ({ kind: 'done', value });

/** Records reports in `reports` instead of posting them. */
export function memoryReportChannel(clock: Clock): MemoryReportChannel {
  const reports: (MemoryReport & { readonly at: number })[] = [];
  const scripts = { post: [] as NextReport[], reply: [] as NextReport[], attach: [] as NextReport[] };
  function act<Value>(method: keyof typeof scripts, work: () => SendResult<Value>): SendResult<Value> {
    const outcome = scripts[method].shift();
    if (outcome === undefined) return work();
    if (outcome.kind !== 'unknown') return outcome;
    if (outcome.happened) work();
    return { kind: 'unknown', why: 'the answer was lost' };
  }
  const at = (told: ToldRef) => reports.find(({ ref }) => ref === told.ref);
  return {
    reports,
    next: (method, ...outcomes) => void scripts[method].push(...outcomes),
    postReport: async (to, report, marker, picture) =>
      act('post', () => {
        const ref = `${to}-${reports.length + 1}`;
        reports.push({ ref, to, marker, report, picture, replies: [], files: [], at: clock.now() });
        return done({ ref, place: to });
      }),
    async findReport(_to, marker, since) {
      const found = reports.find((one) => one.marker === marker && one.at >= since);
      return done(found && { ref: found.ref, place: found.to });
    },
    replyDetails: async (told, _report, id) =>
      act('reply', () => {
        at(told)?.replies.push(id);
        return done(undefined);
      }),
    listReplies: async (told) => done(at(told)?.replies ?? []),
    attachFile: async (told, file) =>
      act('attach', () => {
        at(told)?.files.push(file);
        return done(undefined);
      }),
    listAttached: async (told) => done((at(told)?.files ?? []).map(({ name }) => name)),
  };
}
