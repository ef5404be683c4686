// Runs in its own process: the queue library uses Date.now(), which the preload shifts in this process only.
import { flushCompileCache } from 'node:module';
import type { AddressInfo } from 'node:net';
import { buildApp } from 'fauxqs';
import type { QueueReport } from './queues.ts';

interface Inspected {
  readonly messages: {
    readonly ready: readonly Message[];
    readonly delayed: readonly Message[];
    readonly inflight: readonly { message: Message; receiptHandle: string; visibilityDeadline: number }[];
  };
}
interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly delayUntil?: number;
  readonly approximateReceiveCount: number;
}

const region = process.argv[2] ?? 'us-east-1';
// buildApp instead of startFauxqs, because the latter listens on all interfaces.
const app = buildApp({ logger: false, defaultRegion: region });
await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ port: (app.server.address() as AddressInfo).port });
flushCompileCache();

process.on('message', (message: { inspect?: string[]; id?: number }) => {
  if (message.inspect)
    void report(message.inspect).then((queues) => process.send?.({ id: message.id, queues }));
});

async function report(names: readonly string[]): Promise<QueueReport[]> {
  return Promise.all(
    names.map(async (name) => {
      const answer = await app.inject({ method: 'GET', url: `/_fauxqs/queues/${name}` });
      const { ready, delayed, inflight } = (JSON.parse(answer.body) as Inspected).messages;
      const now = Date.now();
      const later = delayed.filter(({ delayUntil = 0 }) => delayUntil > now);
      const held = inflight.filter(({ visibilityDeadline }) => visibilityDeadline > now);
      const visible = [
        ...ready,
        ...delayed.filter((message) => !later.includes(message)),
        ...inflight.filter((entry) => !held.includes(entry)).map(({ message }) => message),
      ];
      return {
        name,
        visible: visible.map(peeked),
        delayed: later.map((message) => ({ ...peeked(message), dueAt: message.delayUntil ?? 0 })),
        held: held.map((entry) => ({
          ...peeked(entry.message),
          dueAt: entry.visibilityDeadline,
          receiptHandle: entry.receiptHandle,
        })),
      };
    }),
  );
}

function peeked({ messageId, body, approximateReceiveCount }: Message) {
  return { messageId, body, receiveCount: approximateReceiveCount };
}
