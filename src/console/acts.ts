import { basename } from 'node:path/posix';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { awsLooks } from '#adapters/aws/aws-follow-ups.ts';
import { count } from '#domain/announcements/wording.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';
import { parseRegion } from '#domain/values/region.ts';
import { readEnvironment } from '#config/environment.ts';
import type { Clock } from '#ports/clock.ts';
import type { dynamoStores } from '#doors/stores.ts';
import { acceptIncident } from '#usecases/answer/accept-incident.ts';
import { askLooks } from '#usecases/answer/ask-looks.ts';
import { recheckIncident } from '#usecases/answer/recheck-incident.ts';
import { unacceptIncident } from '#usecases/answer/unaccept-incident.ts';
import type { Centre } from './centre.ts';
import { lettersIn, release, sendBack } from './letters.ts';
import type { ActAnswer, ActName } from './model.ts';

const Incident = z.string().transform((text) => parseIncidentId(text));
const Asked = z.union([
  z.object({ act: z.literal('recheck'), incident: Incident }),
  z.object({
    act: z.literal('recheck'),
    account: z.string().transform((text) => parseAccountId(text)),
    region: z.string().transform((text) => parseRegion(text)),
  }),
  z.object({
    act: z.literal('accept'),
    incident: Incident,
    reason: z.string().max(500),
    days: z.int().min(1).max(366),
  }),
  z.object({ act: z.literal('unaccept'), id: Incident }),
  z.object({ act: z.literal('replay'), queue: z.string().max(100) }),
]);
type Asked = z.output<typeof Asked>;

/** The acts that this console can carry out. */
export const actNames: readonly ActName[] = ['recheck', 'accept', 'unaccept', 'replay'];

const dayMs = 24 * 3600_000;
const refused = (why: string): ActAnswer => ({ done: false, words: `Nothing was done: ${why}.` });
const noIncident = 'there is no such incident';
const looked = (accounts: number): string => `${count(accounts, 'account')} will be looked at now.`;

interface ActParts {
  readonly stores: ReturnType<typeof dynamoStores>;
  readonly centre: Centre;
  readonly clock: Clock;
}

function looksOf({ centre: { sqs, variables } }: ActParts) {
  const queues = readEnvironment(variables, ['eventsQueueUrl', 'fanOutQueueUrl']);
  return awsLooks({ sqs, ...queues });
}

/** Who presses the buttons, by the credentials; asked of AWS once. */
function callerOf({ centre }: ActParts): () => Promise<string> {
  let asked: Promise<string> | undefined;
  return () =>
    (asked ??= centre.sts.send(new GetCallerIdentityCommand({})).then(({ Arn = 'unknown' }) => Arn));
}

type Refusable = { readonly kind: 'refused'; readonly why: string } | { readonly accounts: number };

/** What became of it, in words, beginning with `done`. */
function answerOf(outcome: Refusable, done = ''): ActAnswer {
  return 'why' in outcome
    ? refused(outcome.why)
    : { done: true, words: `${done}${looked(outcome.accounts)}` };
}

/** The use cases behind the buttons, in the name of who is signed in. */
function useCases(parts: ActParts) {
  const { incidents, acceptances } = parts.stores;
  const own = { incidents, acceptances, followUps: looksOf(parts) };
  const caller = callerOf(parts);
  return {
    recheck: recheckIncident(own),
    look: async (place: Place) => ({ accounts: await askLooks(own, [place]) }),
    replay: (queue: string) => replay(parts.centre, queue),
    unaccept: async (incident: IncidentId) =>
      unacceptIncident(own)({ incident, by: `${await caller()} in the console`, at: parts.clock.now() }),
    accept: async (incident: IncidentId, reason: string, days: number) => {
      const [arn, at] = [await caller(), parts.clock.now()];
      const until = instant(at + days * dayMs);
      const accepting = { incident, reason, owner: basename(arn), until, by: `${arn} in the console`, at };
      return acceptIncident(own)(accepting, 'command');
    },
  };
}

/** Sends every letter of a dead-letter queue back to the queue that it was given up in. */
async function replay(
  { sqs, deadLetterUrls, variables }: ActParts['centre'],
  queue: string,
): Promise<ActAnswer> {
  const urls = deadLetterUrls.filter((url) => url.endsWith(`/${queue}`));
  const letters = await lettersIn(sqs, urls, variables);
  let sent = 0;
  for (const { backTo, ...letter } of letters)
    if (backTo !== undefined) {
      await sendBack(sqs, { ...letter, backTo });
      sent += 1;
    }
  await release(
    sqs,
    letters.filter(({ backTo }) => backTo === undefined),
  );
  return sent === 0
    ? refused('no queue reads what lies there, or it is taken care of already')
    : { done: true, words: `${count(sent, 'message')} sent back to the queue.` };
}

async function carryOut(cases: ReturnType<typeof useCases>, asked: Asked): Promise<ActAnswer> {
  if (asked.act === 'replay') return cases.replay(asked.queue);
  if (asked.act === 'unaccept')
    return asked.id ? answerOf(await cases.unaccept(asked.id), 'Taken back. ') : refused(noIncident);
  if ('account' in asked) {
    const { account, region } = asked;
    return account && region
      ? answerOf(await cases.look({ account, region }))
      : refused('there is no such place');
  }
  if (!asked.incident) return refused(noIncident);
  return asked.act === 'recheck'
    ? answerOf(await cases.recheck(asked.incident))
    : answerOf(await cases.accept(asked.incident, asked.reason, asked.days), 'Accepted. ');
}

/** Carries out an act of the page through the use cases of the command line; undefined when it is none of these. */
export function consoleActs(parts: ActParts): (asked: unknown) => Promise<ActAnswer | undefined> {
  const cases = useCases(parts);
  return async (input) => {
    const asked = Asked.safeParse(input);
    return asked.success ? carryOut(cases, asked.data) : undefined;
  };
}
