import type { Report } from '#domain/reports/report.ts';
import type { Delivery, Told } from './channel.ts';

/** A file as people download it. */
export interface ReportFile {
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

/** Where reports are posted. Every method ends within its own time limit and never throws for what it answers. */
export interface ReportChannel {
  /** Posts for the first time; `marker` is unique to this report and destination. */
  post(to: string, report: Report, marker: string): Promise<Delivery<Told>>;
  /** What was posted under `marker`, looking back to `since` (milliseconds since the epoch). */
  find(to: string, marker: string, since: number): Promise<Delivery<Told | undefined>>;
  /** Puts a file into the report's thread. */
  attach(told: Told, file: ReportFile): Promise<Delivery>;
  /** The names of the files in the report's thread. */
  attached(told: Told): Promise<Delivery<readonly string[]>>;
}
