import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import type { TrailDelivery } from '#domain/policies/trail-delivery.ts';
import { encrypted, judgeBucket, judgeKey, organization, prefixed, single } from './policies.ts';

interface Entry {
  readonly says: string;
  /** The guide, module or report that the policy is typed anew from. */
  readonly source: string;
  readonly kind: 'bucket' | 'key';
  readonly trail: keyof typeof trails;
  readonly verdict: 'works' | 'fails';
  /** Where the verdict comes from; none comes from Trailwarden. */
  readonly because: string;
  readonly policy: unknown;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/policies/${name}`, import.meta.url), 'utf8'));
// The fixtures have this shape.
const corpus = read('corpus.json') as readonly Entry[];
const simulated = read('simulated.json') as Readonly<Record<string, 'works' | 'fails'>>;

const { inOrganization } = organization;
const trails = {
  single,
  prefixed,
  encrypted,
  organization,
  member: { ...single, inOrganization },
  tower: { ...organization, prefix: 'o-exampleorg' },
  'encrypted-organization': { ...encrypted, organization: true, inOrganization },
} satisfies Record<string, TrailDelivery>;

describe('a policy of a public landing zone, module or guide', () => {
  it.each(corpus)('$source: $says ($verdict)', ({ kind, trail, verdict, policy }) => {
    const judge = kind === 'bucket' ? judgeBucket : judgeKey;
    expect(judge(policy, trails[trail]).verdict).toBe(verdict);
  });

  it('is one of at least 40, of which at least 12 must not work', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(40);
    expect(corpus.filter(({ verdict }) => verdict === 'fails').length).toBeGreaterThanOrEqual(12);
    expect(new Set(corpus.map(({ source, says }) => `${source} ${says}`)).size).toBe(corpus.length);
  });

  it('has the verdict of the policy simulator wherever that was asked', () => {
    const asked = corpus.filter(({ because }) => because.startsWith('iam-simulate'));
    expect(asked.length).toBeGreaterThan(12);
    for (const { source, says, verdict } of asked)
      expect(simulated[`${source}: ${says}`], says).toBe(verdict);
  });
});
