import { expect, test } from 'vitest';
import { compiled } from './templates.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
interface RoleProperties {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
}

/** The next heartbeat says the same as one that failed, so these wait for their queue. */
const waiting = ['HeartbeatsQueue'];

/** The queues on which the functions of the centre may do `action`. */
function queuesWith(action: string): readonly string[] {
  const roles = Object.values(compiled().Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
  const statements = roles.flatMap(({ Properties }) =>
    (Properties as unknown as RoleProperties).Policies.flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement,
    ),
  );
  const found = statements
    .filter(({ Action }) => [Action].flat().includes(action))
    .flatMap(({ Resource }) => [...JSON.stringify(Resource).matchAll(/\["(\w+Queue)","Arn"\]/g)]);
  return [...new Set(found.map(([, name = '']) => name))].toSorted();
}

test('what fails once comes back within seconds, not after six time-outs, from every queue that is read', () => {
  const read = queuesWith('sqs:ReceiveMessage');
  expect(read).toContain('EventsQueue');
  expect([...queuesWith('sqs:ChangeMessageVisibility'), ...waiting].toSorted()).toEqual(read);
});
