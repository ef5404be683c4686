import { describe, expect, test } from 'vitest';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import { evidence, member, names, now, trailArn, view } from '#test/given/incidents.ts';

describe.each(ruleIds)('what is told of %s', (rule) => {
  const { harm, severities } = ruleOf(rule);
  const told = announcementOf(
    view([
      member({
        rule,
        harm,
        severity: severities[0],
        peak: severities[0],
        subject: trailArn,
        evidence: { ...evidence, resource: 'resource-7', change: 'change-7', error: 'error-7' },
      }),
    ]),
    { accounts: names, now },
  );
  const texts = [
    told.headline,
    ...[...told.loss, told.remedy.words, ...told.notes].map(plainText),
    ...[...told.facts, ...told.details, ...told.references].map(({ value }) => plainText(value)),
  ].join('\n');

  test.each(['change-7', 'error-7', '111122223333', '2026-11-21 12:00:08'])(
    'says %s once at most beside its command',
    (fact) => expect(texts.split(fact).length - 1).toBeLessThanOrEqual(1),
  );
});
