import { describe, expect, it } from 'vitest';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { LocalCloud } from '#simulators/aws-cloud/local-cloud.ts';
import type { Template } from '#simulators/aws-cloud/template.ts';
import { member, memberEvent, withCloud } from './fixture.ts';

const minute = 60_000;
const kept = async (cloud: LocalCloud): Promise<(string | undefined)[]> => {
  const { Items = [] } = await cloud.tables.send(new ScanCommand({ TableName: cloud.nameOf('Items') }));
  return Items.map(({ id }) => id?.S).sort();
};
const told = async (cloud: LocalCloud): Promise<string[]> =>
  (await cloud.queue('Told')).visible.map(({ body }) => body).sort();

describe('a failing batch from a queue', () => {
  it('keeps only the reported message, until its visibility time-out, and moves it aside after three receives', async () => {
    await withCloud({}, async (cloud) => {
      cloud.deliver(memberEvent({ id: 'good' }), member);
      cloud.deliver(memberEvent({ id: 'bad', fail: 'item' }), member);
      await cloud.settle();
      expect(await kept(cloud)).toEqual(['good']);
      expect((await cloud.queue('Events')).held).toMatchObject([{ receiveCount: 1 }]);

      await cloud.advance(59_000 - (cloud.clock.now() % 1));
      await cloud.advance(2000);
      expect((await cloud.queue('Events')).held).toMatchObject([{ receiveCount: 2 }]);

      await cloud.advance(2 * minute);
      expect((await cloud.queue('Events')).held).toEqual([]);
      expect((await cloud.queue('DeadEvents')).visible).toHaveLength(1);
    });
  });

  it('comes back whole when the function throws', async () => {
    await withCloud({}, async (cloud) => {
      await cloud.sendMessage('Events', JSON.stringify(memberEvent({ id: 'x', fail: 'throw' })));
      await cloud.settle();
      expect((await cloud.queue('Events')).held).toHaveLength(1);
      expect(cloud.functions.logs('keep').map(({ text }) => text)).toContainEqual(
        expect.stringContaining('as asked'),
      );
    });
  });
});

describe('a failing batch from a stream', () => {
  it('is halved until the poison is alone, which is tried again and then told to the OnFailure queue', async () => {
    await withCloud({}, async (cloud) => {
      for (const id of ['a', 'b', 'c', 'd']) cloud.deliver(memberEvent({ id, poison: id === 'c' }), member);
      await cloud.settle();
      await cloud.advance(5 * minute);
      expect(await told(cloud)).toEqual(['a', 'b', 'd']);
      const [dead, ...more] = (await cloud.queue('DeadRecords')).visible;
      expect(more).toEqual([]);
      const body = JSON.parse(dead?.body ?? '{}') as Record<string, Record<string, unknown>>;
      expect(body['requestContext']).toMatchObject({ condition: 'RetryAttemptsExhausted' });
      expect(body['DDBStreamBatchInfo']).toMatchObject({ batchSize: 1 });
      expect(dead?.body).not.toContain('poison');
    });
  });
});

describe('killing a function process', () => {
  it('before its call takes effect loses the call, and the message comes back', async () => {
    let killed = 0;
    const fault = (call: { operation: string }, phase: string) =>
      call.operation === 'PutItem' && phase === 'before' && (killed += 1) === 1 ? 'kill-caller' : 'pass';
    await withCloud({ fault }, async (cloud) => {
      cloud.deliver(memberEvent({ id: 'one' }), member);
      await cloud.settle();
      expect(await kept(cloud)).toEqual([]);
      await cloud.advance(2 * minute);
      expect(await kept(cloud)).toEqual(['one']);
      expect(await told(cloud)).toEqual(['one']);
    });
  });

  it('after its call took effect leaves the effect, and the message comes back all the same', async () => {
    let killed = 0;
    const fault = (call: { operation: string }, phase: string) =>
      call.operation === 'PutItem' && phase === 'after' && (killed += 1) === 1 ? 'kill-caller' : 'pass';
    await withCloud({ fault }, async (cloud) => {
      cloud.deliver(memberEvent({ id: 'one' }), member);
      await cloud.settle();
      expect(await kept(cloud)).toEqual(['one']);
      expect((await cloud.queue('Events')).held).toHaveLength(1);
      await cloud.advance(2 * minute);
      expect((await cloud.queue('Events')).held).toEqual([]);
      expect(cloud.calls.filter(({ operation }) => operation === 'PutItem')).toHaveLength(2);
    });
  });
});

describe('a call that goes wrong on the way', () => {
  it.each([['lose-answer' as const], [{ throttle: true } as const]])(
    '%j is retried by the SDK itself',
    async (choice) => {
      let first = true;
      const fault = (call: { operation: string }, phase: string) => {
        if (call.operation !== 'PutItem' || phase !== 'before' || !first) return 'pass' as const;
        first = false;
        return choice;
      };
      await withCloud({ fault }, async (cloud) => {
        cloud.deliver(memberEvent({ id: 'one' }), member);
        await cloud.settle();
        expect(await kept(cloud)).toEqual(['one']);
        expect(cloud.calls.filter(({ operation }) => operation === 'PutItem')).toHaveLength(2);
      });
    },
  );
});

describe('a function that does not answer', () => {
  it('is killed at its time-out, in real seconds, and the message comes back', async () => {
    const templateEdit = (template: Template): Template => {
      const keep = template.Resources['KeepLambdaFunction'];
      if (keep) keep.Properties = { ...keep.Properties, Timeout: 1 };
      return template;
    };
    await withCloud({ templateEdit }, async (cloud) => {
      cloud.deliver(memberEvent({ id: 'slow', fail: 'sleep' }), member);
      await cloud.settle();
      expect((await cloud.queue('Events')).held).toHaveLength(1);
      expect(cloud.functions.logs('keep').at(-1)?.text).toBe(
        'Sandbox.Timedout: Task timed out after 1.00 seconds',
      );
    });
  });

  it('because it ended itself is told as in Lambda, and the next message gets a new process', async () => {
    await withCloud({}, async (cloud) => {
      cloud.deliver(memberEvent({ id: 'gone', fail: 'exit' }), member);
      await cloud.settle();
      expect(cloud.functions.logs('keep').at(-1)?.text).toBe(
        'Runtime.ExitError: Error: Runtime exited with error: exit status 3',
      );
      cloud.deliver(memberEvent({ id: 'one' }), member);
      await cloud.settle();
      expect(await kept(cloud)).toEqual(['one']);
    });
  });
});
