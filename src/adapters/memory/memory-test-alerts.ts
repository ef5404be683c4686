import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { TestAlerts, TestOutcome, TestProgress } from '#ports/test-alerts.ts';

/** Test alerts in memory. */
export function memoryTestAlerts(): TestAlerts {
  const begun = new Map<IncidentId, Pick<TestProgress, 'alert' | 'destinations'>>();
  const looks = new Map<IncidentId, NonNullable<TestProgress['look']>>();
  const outcomes = new Map<IncidentId, Map<string, TestOutcome>>();
  return {
    async beginTestAlert(alert, destinations) {
      const kept = begun.get(alert.id) ?? { alert, destinations };
      begun.set(alert.id, kept);
      return kept.alert;
    },
    async noteLook(id, look) {
      looks.set(id, look);
    },
    async noteOutcome(id, outcome) {
      const own = outcomes.get(id) ?? new Map<string, TestOutcome>();
      outcomes.set(id, own.set(outcome.destination, outcome));
    },
    async readTestAlert(id) {
      const kept = begun.get(id);
      return kept && { ...kept, look: looks.get(id), outcomes: [...(outcomes.get(id)?.values() ?? [])] };
    },
  };
}
