import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from '@commander-js/extra-typings';
import { gallery } from '#local/gallery/gallery.ts';

const directory = fileURLToPath(new URL('../../../docs/gallery/', import.meta.url));

/** `trailwarden gallery`: writes the pages and pictures of docs/gallery anew, and takes away what is no longer there. */
export const galleryCommand = new Command('gallery')
  .description('Draws every kind of message and ticket into docs/gallery.')
  .action(async () => {
    const files = await gallery();
    mkdirSync(directory, { recursive: true });
    // The folder of pictures is of the browser's campaign.
    for (const entry of readdirSync(directory, { withFileTypes: true }))
      if (entry.isFile() && !files.has(entry.name)) rmSync(join(directory, entry.name));
    for (const [name, content] of files) writeFileSync(join(directory, name), content);
    process.stdout.write(`${files.size} files in docs/gallery\n`);
  });
