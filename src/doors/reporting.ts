import type { Config } from '#config/config.ts';
import { isWideView } from '#domain/issues/incident.ts';
import type { Channel } from '#ports/channel.ts';
import type { Clock } from '#ports/clock.ts';
import type { Directory } from '#ports/directory.ts';
import type { PendingReport, ReportQueue } from '#ports/follow-ups.ts';
import { tellTestAlerts } from '#usecases/prove/tell-test-alerts.ts';
import type { OwnersOf } from '#usecases/report/recipients.ts';
import { recipientsOf } from '#usecases/report/recipients.ts';
import type { ReportParts } from '#usecases/report/report-parts.ts';
import { tellBursts } from '#usecases/report/tell-bursts.ts';
import type { Stores } from './stores.ts';
import { burstWords, composer, digest, testWords } from './words.ts';

/** The ports and the configuration of a reporter through one channel. */
export interface ReporterDependencies {
  readonly config: Config;
  readonly stores: Stores;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly channel: Channel;
  readonly queue: ReportQueue;
  readonly ownersOf: OwnersOf;
  readonly onFirstTold: ReportParts['onFirstTold'];
  readonly onRefused: ReportParts['onRefused'];
}

type Serve = (report: PendingReport) => Promise<void>;

/** Composes the parts of a reporter of incidents. */
export function reportParts(door: ReporterDependencies): ReportParts {
  const { config, stores, directory, clock, channel, queue, ownersOf, onFirstTold, onRefused } = door;
  const { issues, incidents, receipts } = stores;
  return {
    issues,
    incidents,
    receipts,
    channel,
    queue,
    clock,
    digest,
    onFirstTold,
    onRefused,
    recipients: async (concerned) => recipientsOf(concerned, ownersOf),
    compose: composer({ config, receipts, directory, clock, ownersOf }),
    isWide: isWideView,
  };
}

/** Serves the pending reports of test alerts; all others go to `others`. */
export function servingTests(
  { stores, directory }: ReporterDependencies,
  { channel, receipts, clock, queue, recipients }: ReportParts,
  others: Serve,
): Serve {
  const words = testWords(directory, clock);
  const { tests } = stores;
  return tellTestAlerts({ channel, receipts, clock, digest, queue, recipients, tests, words }, others);
}

/** Serves the pending reports of bursts of attempts; all others go to `others`. */
export function servingBursts(
  { stores, directory }: ReporterDependencies,
  { channel, receipts, clock, queue, recipients }: ReportParts,
  others: Serve,
): Serve {
  const words = burstWords(directory);
  const { bursts } = stores;
  return tellBursts({ channel, receipts, clock, digest, queue, recipients, bursts, words }, others);
}
