import fc from 'fast-check';
import type { Announcement, Span } from '#domain/announcements/announcement.ts';
import { instant } from '#domain/values/instant.ts';
import { stoppedTrail } from './stopped-trail.ts';

/** Texts as attackers write them: control and direction characters, markup, half characters, far too long. */
export const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '\u202Eevil\u0000',
    '\n\n',
    '',
    '{panel}',
    '[~accountid:x]',
    '<script>',
    '\ud800',
    'a'.repeat(9000),
    '"\\'.repeat(4000),
  ),
);
const url = fc.oneof(
  fc.webUrl(),
  fc.constantFrom('javascript:alert(1)', 'http://evil.example', 'https://u@evil.example', 'x'),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  fc.record({ kind: fc.constantFrom('text' as const, 'strong' as const, 'code' as const), text: hostile }),
  fc.record({ kind: fc.constant('time' as const), at: fc.double().map(instant) }),
  fc.record({ kind: fc.constant('link' as const), text: hostile, url }),
);
/** A sentence of hostile spans, at impossible times and with addresses that must not become links. */
export const sentence = fc.array(span, { maxLength: 4 });
/** Any announcement at all. */
export const announcement: fc.Arbitrary<Announcement> = fc
  .record({
    status: fc.constantFrom('open' as const, 'whitelisted' as const, 'resolved' as const, 'closed' as const),
    severity: fc.constantFrom('critical' as const, 'high' as const, 'medium' as const, 'low' as const),
    headline: hostile,
    loss: fc.array(sentence, { maxLength: 3 }),
    facts: fc.array(fc.record({ label: hostile, value: sentence }), { maxLength: 6 }),
    details: fc.array(fc.record({ label: hostile, value: sentence }), { maxLength: 6 }),
    references: fc.array(fc.record({ label: hostile, value: sentence }), { maxLength: 6 }),
    affected: fc.array(fc.record({ account: hostile, regions: hostile, state: hostile }), { maxLength: 30 }),
    affectedLeftOut: fc.nat(500),
    remedy: fc.record({ words: sentence, command: fc.option(hostile, { nil: undefined }) }),
    links: fc.array(fc.record({ text: hostile, url }), { maxLength: 4 }),
    notes: fc.array(sentence, { maxLength: 4 }),
    labels: fc.array(hostile, { maxLength: 4 }),
  })
  .map(stoppedTrail);
