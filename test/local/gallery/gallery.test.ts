import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GalleryFiles } from '#local/gallery/gallery.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import { gallery } from '#local/gallery/gallery.ts';

const directory = fileURLToPath(new URL('../../../docs/gallery/', import.meta.url));
let files: GalleryFiles;
beforeAll(async () => {
  files = await gallery();
});

describe('the gallery', () => {
  it('is what the code writes now: `npm run gallery` makes it anew', async () => {
    // Made here once more: this test is repeated for mutants, what a file does before its tests is not.
    const now = await gallery();
    const written = readdirSync(directory).filter((name) => name !== 'pictures');
    expect(written.sort()).toEqual([...now.keys()].sort());
    const stale = [...now].filter(([name, text]) => readFileSync(`${directory}${name}`, 'utf8') !== text);
    expect(stale.map(([name]) => name)).toEqual([]);
  });

  it('needs nothing from elsewhere: no script, no frame, no picture or style of others', () => {
    for (const [name, text] of files) {
      if (name === 'README.md') continue;
      expect(text, name).not.toMatch(
        /<script|<iframe|<link|<img(?![^>]* src="data:image\/png;base64)|@import|url\(|<[^<>]*(?:javascript:|\son\w+=)/i,
      );
    }
  });

  it('shows a ticket that leads to the message, and a message that leads to the ticket', () => {
    const [slack = '', jira = ''] = (files.get('stopped-trail.html') ?? '').split('<section class="jira">');
    expect(jira).toContain('https://slack.com/app_redirect?channel=C00000001&amp;message_ts=');
    expect(slack).not.toContain('app_redirect');
    expect(files.get('stopped-trail.html')).toContain('https://example.atlassian.net/browse/AWSSEC-1');
  });

  it('shows the first message of every rule that is told by itself', () => {
    const page = files.get('every-rule.html') ?? '';
    const shown = [...page.matchAll(/<h2>([a-z0-9-]+)<\/h2>/g)].map(([, rule]) => rule);
    const told = ruleIds.filter((id) => ruleOf(id).severities.some((severity) => severity !== 'low'));
    expect(shown).toEqual(told);
  });

  it('shows what strangers wrote as text', () => {
    const page = files.get('hostile-texts.html') ?? '';
    expect(page).toContain('&lt;!channel&gt; *free*');
    expect(page).toContain('&quot; onmouseover=&quot;alert(1)');
    expect(page).not.toContain('<!channel>');
    expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });
});
