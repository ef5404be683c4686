import type { Config } from '#config/config.ts';
import type { AccountNames } from '#domain/announcements/affected.ts';
import type { ReportRemark } from '#domain/reports/day-facts.ts';
import { managementRemarks } from '#domain/reports/management-account.ts';
import type { LastBeat } from '#domain/reports/silent-places.ts';
import type { Clock } from '#ports/clock.ts';
import type { RollStore } from '#ports/organization.ts';

/** Remarks that the reports begin with if heartbeats of the management account are missing; empty while they arrive. */
export async function aboutManagement(
  { config, rolls, clock }: { config: Config; rolls: RollStore; clock: Clock },
  beats: readonly LastBeat[],
  names: AccountNames,
): Promise<readonly ReportRemark[]> {
  const { mode, managementAccountId } = config.organization;
  const roll = mode === 'organization' ? await rolls.readRoll() : undefined;
  return managementRemarks(beats, {
    names,
    now: clock.now(),
    everyMinutes: config.schedules.heartbeatMinutes,
    management: managementAccountId ?? roll?.management,
  });
}
