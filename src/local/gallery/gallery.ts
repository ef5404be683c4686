import { everyRule } from './every-rule.ts';
import { escapeHtml, page, sheetHtml } from './html.ts';
import { play, type Picture } from './play.ts';
import { playPresses } from './presses.ts';
import { playAttempts, playReports } from './reports.ts';
import { causeStories } from './stories-causes.ts';
import { guardStories } from './stories-guard.ts';
import { hostileStories } from './stories-hostile.ts';
import { outcomeStories } from './stories-outcomes.ts';
import { stoppedStories } from './stories-stopped.ts';
import { sheetsSvg, widths } from './svg.ts';
import { playTestAlert } from './test-alert.ts';

/** A story as it was played. */
export interface Played {
  readonly slug: string;
  readonly title: string;
  readonly about: string;
  readonly pictures: readonly Picture[];
}

/** A file of the gallery, by its path in `docs/gallery`. */
export type GalleryFiles = ReadonlyMap<string, string>;

async function playAll(): Promise<readonly Played[]> {
  const stories = [...stoppedStories, ...causeStories, ...guardStories, ...outcomeStories, ...hostileStories];
  const played: Played[] = [];
  for (const story of stories) played.push({ ...story, pictures: await play(story) });
  return [
    ...played,
    await playPresses(),
    await playAttempts(),
    await playTestAlert(),
    ...(await playReports()),
  ];
}

function pageOf({ title, about, pictures }: Played): string {
  const moments = pictures.map(
    ({ moment, sheets }) => `<h2>${escapeHtml(moment)}</h2>\n${sheets.map(sheetHtml).join('\n')}`,
  );
  const body = [
    '<p class="note"><a href="index.html">Gallery</a></p>',
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>${escapeHtml(about)}</p>`,
    ...moments,
  ];
  return page(title, body.join('\n'));
}

/** The page that shows the first message of every rule; no picture of it is made, as it is long. */
const allRules = {
  slug: 'every-rule',
  title: 'The first message of every rule',
  about: 'Each rule that is told by itself, at its worst; what only weakens is a line of the daily report.',
} as const;

function indexOf(played: readonly Pick<Played, 'slug' | 'title' | 'about'>[]): string {
  const lines = played.map(
    ({ slug, title, about }) =>
      `<p class="bullet"><a href="${slug}.html">${escapeHtml(title)}</a>. ${escapeHtml(about)}</p>`,
  );
  return page('What people see', ['<h1>What people see</h1>', ...lines].join('\n'));
}

function readmeOf(played: readonly Played[]): string {
  const parts = played.map(({ slug, title, about, pictures }) => {
    const moments = pictures.map(({ moment }) => moment).join(', then ');
    const image = `![${title}](${slug}.svg)\n\n[The same on a phone](${slug}-phone.svg)`;
    return `## ${title}\n\n${about} Moments: ${moments}; the picture shows the last one, [the page](${slug}.html) all.\n\n${image}\n`;
  });
  return `# What people see

Every kind of Slack message and Jira ticket, written by the code that runs in production: it talks to the stand-ins of
Slack and Jira, and what they took is drawn as a person sees it. \`npm run gallery\` makes these pages anew; a test fails
when they are not what the code writes now. Times in Slack are shown in the reader's own zone as well; this reader sits
in New Delhi. Pages and pictures are light or dark as your system asks for; pages that are as narrow as a phone have
facts below each other instead of in two columns. No browser had a part in the pictures: letters are measured by
estimate, so lines may break elsewhere than in Slack and Jira. The pages are measured in a real browser
(\`test/browser/first-screen.long.test.ts\`): on a phone of 400 pixels the first 640 of a message hold headline, who,
since when and the command.

What Slack documents of its layout (docs.slack.dev, read on 2026-11-29): the fields of a section stand in two columns
(section block); the text of a section *may* be folded behind "see more" unless it sets \`expand\` (section block), so our
messages have no section with a text; a header is one plain text of at most 150 characters (header block); a table has at
most 100 rows and 20 columns and wraps cells on request (table block). It documents neither the width of a window nor
that fields stack on a phone: the pages leave 56 pixels to the sender's picture and stack fields below 480, the narrower
of what can be.

${allRules.title}: [every-rule.html](every-rule.html).

${parts.join('\n')}`;
}

/** The whole gallery, by path; the same every time. */
export async function gallery(): Promise<GalleryFiles> {
  const played = await playAll();
  const rules = pageOf({ ...allRules, pictures: await everyRule() });
  return new Map([
    ['README.md', readmeOf(played)],
    ['index.html', indexOf([...played, allRules])],
    [`${allRules.slug}.html`, rules],
    ...played.flatMap(({ slug, pictures, ...rest }): [string, string][] => [
      [`${slug}.html`, pageOf({ slug, pictures, ...rest })],
      [`${slug}.svg`, sheetsSvg(pictures.at(-1)?.sheets ?? [], widths.desk)],
      [`${slug}-phone.svg`, sheetsSvg(pictures.at(-1)?.sheets ?? [], widths.phone)],
    ]),
  ]);
}
