import type { Announcement } from '#domain/announcements/announcement.ts';
import type { Burst } from '#domain/issues/burst.ts';
import { isBurstId } from '#domain/issues/burst.ts';
import type { PendingReport } from '#ports/follow-ups.ts';
import type { BurstStore } from '#ports/burst-store.ts';
import type { AboutAccounts } from './recipients.ts';
import type { ServeParts } from './report-parts.ts';
import { serveReport } from './report.ts';

type Serve = (report: PendingReport) => Promise<void>;

/** A reporter's parts, with the store and the wording of bursts. */
export interface BurstParts extends Omit<ServeParts<never>, 'incidents' | 'compose' | 'isWide'> {
  readonly bursts: BurstStore;
  readonly words: (burst: Burst) => Promise<Announcement>;
}

/** Serves the pending reports of bursts of attempts; all others go to `incidents`. */
export function tellBursts(parts: BurstParts, incidents: Serve): Serve {
  const bursts = serveReport<AboutAccounts & { readonly burst: Burst }>({
    ...parts,
    incidents: {
      readIncident: async (id) => {
        const burst = await parts.bursts.readBurst(id);
        return burst && { burst, members: [{ account: burst.account }] };
      },
    },
    compose: ({ burst }) => parts.words(burst),
  });
  return (report) => (isBurstId(report.incident) ? bursts(report) : incidents(report));
}
