import { acceptancesFor } from '#domain/issues/acceptance.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant, iso } from '#domain/values/instant.ts';

/** Most accounts in a snippet; more are accepted by a rule of their owners, not by hand. */
const mostAccounts = 5;
const longestSnippet = 4000;
const month = 30 * 24 * 3600_000;

/**
 * What has to be added to config/whitelist.json to accept what is open in the incident for 30 days, as JSON; reason and owner
 * are left to the reader. Undefined when nothing is open, or it is open in more accounts than a person checks by hand.
 */
export function acceptSnippet(view: IncidentView, openedAt: Instant): string | undefined {
  const { id: incident } = view.incident;
  const said = { incident, reason: '', owner: '', by: '', at: openedAt, until: openedAt };
  const accepted = acceptancesFor(view, said);
  if (accepted.length === 0 || accepted.length > mostAccounts) return undefined;
  const expires = iso(instant(openedAt + month)).slice(0, 10);
  const entries = accepted.map(({ accountId, findings }) => [
    accountId,
    findings.flatMap(({ rule, subject, regions }) =>
      (subject === '-' ? regions.map((region) => ({ region })) : [{ trail: subject }]).map((what) => ({
        ...what,
        rules: [rule],
        reason: 'WHY',
        owner: 'WHO',
        expires,
      })),
    ),
  ]);
  const text = JSON.stringify({ cloudtrails: Object.fromEntries(entries) as object }, null, 2);
  return text.length > longestSnippet ? undefined : text;
}
