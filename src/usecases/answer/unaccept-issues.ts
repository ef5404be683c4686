import type { Acceptance } from '#domain/issues/acceptance.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { OnlyIn } from './accept-incident.ts';
import { askLooks } from './ask-looks.ts';
import type { UnacceptOutcome, UnacceptParts } from './unaccept-incident.ts';

/** What stays accepted when `only` is taken back; undefined when that is nothing. */
function rest(acceptance: Acceptance, { region }: OnlyIn): Acceptance | undefined {
  const findings = acceptance.findings.flatMap((one) => {
    const regions = region === undefined ? [] : one.regions.filter((other) => other !== region);
    return regions.length === 0 ? [] : [{ ...one, regions }];
  });
  return findings.length === 0 ? undefined : { ...acceptance, findings };
}

const touches = ({ findings }: Acceptance, { region }: OnlyIn): boolean =>
  region === undefined || findings.some(({ regions }) => regions.includes(region));

/**
 * Takes back what was accepted at run time in an account, or in one Region of it, and has it looked at: what still stands
 * becomes an incident of its own. Exemptions in whitelist.json are not touched.
 */
export function unacceptIssues(
  parts: UnacceptParts,
): (only: OnlyIn, by: string, at: Instant) => Promise<UnacceptOutcome> {
  return async (only, by, at) => {
    const all = await parts.acceptances.listAcceptancesOf(only.account, at);
    const held = all.filter((one) => touches(one, only));
    if (held.length === 0)
      return {
        kind: 'refused',
        why: 'nothing is accepted there at run time; whitelist.json is changed with a deploy',
      };
    for (const one of held)
      await parts.acceptances.keepAcceptance(rest(one, only) ?? { ...one, until: at, endedBy: by });
    const { account, region } = only;
    const regions = region
      ? [region]
      : held.flatMap(({ findings }) => findings.flatMap((one) => one.regions));
    const places = regions.map((one) => ({ account, region: one }));
    return { kind: 'taken-back', accounts: await askLooks(parts, places) };
  };
}
