import { testAnnouncement } from '#domain/announcements/test-announcement.ts';
import type { TestAlert } from '#domain/issues/test-alert.ts';
import { digest } from '#doors/words.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import { announce } from '#usecases/report/announce.ts';
import { at, incidentId, prod } from './figures.ts';
import type { Picture, Stage } from './play.ts';
import { channelsOf, openStage, seen } from './play.ts';
import { everywhere } from './story.ts';

const begun = at('09:30:00');
const alert: TestAlert = {
  id: incidentId('6a7e8feb-b491-4cf7-a9f1-bf3703467718'),
  account: prod,
  askedBy: 'arn:aws:sts::123456789012:assumed-role/operator/dana',
  at: begun,
  endsAt: plusSeconds(begun, 60),
};

async function tell(stage: Stage): Promise<void> {
  const { receipts, clock } = stage;
  const channels = channelsOf(stage);
  const compose = async (one: TestAlert) => testAnnouncement(one, new Map([[prod, 'prod']]), clock.now());
  const incidents = { readIncident: async () => alert };
  for (const recipient of everywhere) {
    const parts = { channel: channels[recipient.channel], receipts, clock, digest, compose, incidents };
    const outcome = await announce(parts)(alert.id, recipient);
    if (outcome.kind === 'refused') throw new Error(outcome.why);
  }
}

/** A test alert: told, and over a minute later. */
export async function playTestAlert() {
  const stage = await openStage(begun);
  try {
    const pictures: Picture[] = [];
    for (const [moment, seconds] of [
      ['told', 2],
      ['over', 62],
    ] as const) {
      stage.clock.set(plusSeconds(begun, seconds));
      await tell(stage);
      pictures.push({ moment, sheets: seen(stage) });
    }
    return {
      slug: 'test-alert',
      title: 'A test alert',
      about: 'Asked for by hand, told where an incident would be told, and over by itself.',
      pictures,
    };
  } finally {
    await Promise.all([stage.slack.stop(), stage.jira.stop()]);
  }
}
