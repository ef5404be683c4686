import { brokenBucket } from './broken-bucket.ts';
import { quietDay } from './quiet-day.ts';
import { restoredTrail } from './restored-trail.ts';
import { shortGap } from './short-gap.ts';
import type { Stage } from './stage.ts';
import { stoppedTrail } from './stopped-trail.ts';
import type { Chapter } from './story.ts';

/** The story that `npm run demo` tells. */
export const demoStory: readonly Chapter<Stage>[] = [
  quietDay,
  stoppedTrail,
  restoredTrail,
  shortGap,
  brokenBucket,
];
