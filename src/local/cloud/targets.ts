import { randomUUID } from 'node:crypto';
import type { BusEvent } from '#local/wire.ts';
import { decide } from './iam.ts';
import { functionOf, type MappingParts } from './mapping.ts';
import type { Part, Stack } from './stack.ts';

type Target = Part<'AWS::Events::Rule'>['Targets'][number];

/** Who sends: a rule or a schedule. */
export interface Sender {
  readonly arn: string;
  readonly service: 'events.amazonaws.com' | 'scheduler.amazonaws.com';
}

/** A delivery that never arrived, and why. */
export interface Undelivered {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** Delivery from rules and schedules to queues and functions. */
export interface Targets {
  /** Sends without waiting; what is refused goes to the target's dead-letter queue, if it has one, and into `undelivered`. */
  send(target: Target, event: BusEvent, sender: Sender): void;
  readonly undelivered: readonly Undelivered[];
}

/** Delivery under the template's queue policies, function permissions and scheduler roles. */
export function createTargets(parts: MappingParts): Targets {
  const undelivered: Undelivered[] = [];
  const { stack, queues, activity, clock } = parts;

  const refuse = async (target: Target, event: BusEvent, sender: Sender, reason: string): Promise<void> => {
    undelivered.push({ at: clock.now(), from: sender.arn, to: target.Arn, reason });
    const dead = stack.of('AWS::SQS::Queue').find(({ arn }) => arn === target.DeadLetterConfig?.Arn);
    if (!dead || (!queueAllows(stack, dead.arn, sender) && sender.service === 'events.amazonaws.com')) return;
    const attribute = (text: string) => ({ DataType: 'String', StringValue: text });
    await queues.call('SendMessage', dead.name, {
      MessageBody: JSON.stringify(event),
      MessageAttributes: {
        RULE_ARN: attribute(sender.arn),
        TARGET_ARN: attribute(target.Arn),
        ERROR_CODE: attribute('NO_PERMISSIONS'),
        ERROR_MESSAGE: attribute(reason),
      },
    });
  };

  const send = async (target: Target, event: BusEvent, sender: Sender): Promise<void> => {
    const body = payload(target, event);
    const queue = stack.of('AWS::SQS::Queue').find(({ arn }) => arn === target.Arn);
    const allowed =
      sender.service === 'scheduler.amazonaws.com'
        ? scheduleMay(parts, target)
        : ruleMay(stack, target, sender);
    if (!allowed) {
      await refuse(target, event, sender, `${sender.service} may not deliver to ${target.Arn}`);
    } else if (queue) {
      const group = target.SqsParameters && {
        MessageGroupId: target.SqsParameters.MessageGroupId,
        MessageDeduplicationId: randomUUID(),
      };
      await queues.call('SendMessage', queue.name, { MessageBody: body, ...group });
    } else invokeLater(parts, target, JSON.parse(body), 0);
  };

  return {
    undelivered,
    send: (target, event, sender) => {
      activity
        .track(send(target, event, sender))
        .catch((error: unknown) => console.error('local cloud:', error));
    },
  };
}

function payload(target: Target, event: BusEvent): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath === undefined) return JSON.stringify(event);
  const found = target.InputPath.split('.')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], event);
  return JSON.stringify(found);
}

function queueAllows(stack: Stack, arn: string, sender: Sender): boolean {
  const url = stack.of('AWS::SQS::Queue').find((queue) => queue.arn === arn)?.name ?? '';
  const documents = stack
    .of('AWS::SQS::QueuePolicy')
    .filter(({ Queues }) => Queues.some((queue) => queue.split('/').at(-1) === url))
    .map(({ PolicyDocument }) => PolicyDocument);
  const context = { 'aws:SourceArn': sender.arn, 'aws:SourceAccount': stack.place.accountId };
  const question = { action: 'sqs:SendMessage', resource: arn, asker: { service: sender.service }, context };
  return decide(documents, question) === 'allowed';
}

function ruleMay(stack: Stack, target: Target, sender: Sender): boolean {
  if (target.Arn.split(':')[2] === 'sqs') return queueAllows(stack, target.Arn, sender);
  const { name } = functionOf(stack, target.Arn);
  return stack
    .of('AWS::Lambda::Permission')
    .some(
      (permission) =>
        functionOf(stack, permission.FunctionName).name === name &&
        permission.Action === 'lambda:InvokeFunction' &&
        permission.Principal === sender.service &&
        (permission.SourceArn === undefined || permission.SourceArn === sender.arn),
    );
}

function scheduleMay({ stack, roles }: MappingParts, target: Target): boolean {
  if (target.RoleArn === undefined) return false;
  const action = target.Arn.split(':')[2] === 'sqs' ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
  return (
    roles.trusts(target.RoleArn, 'scheduler.amazonaws.com') &&
    roles.ask(target.RoleArn, { action, resource: target.Arn }) === 'allowed'
  );
}

/** An asynchronous invocation: after an error Lambda tries again after one and then two minutes (by default). */
function invokeLater(parts: MappingParts, target: Target, event: unknown, tries: number): void {
  const { stack, functions, queues, agenda, clock, activity } = parts;
  const { name } = functionOf(stack, target.Arn);
  const config = stack
    .of('AWS::Lambda::EventInvokeConfig')
    .find(({ FunctionName }) => functionOf(stack, FunctionName).name === name);
  const run = async (): Promise<void> => {
    const result = await functions.invoke(name, event);
    if (result.ok) return;
    if (tries < (config?.MaximumRetryAttempts ?? 2)) {
      agenda.add(clock.now() + (tries + 1) * 60_000, () => invokeLater(parts, target, event, tries + 1));
      return;
    }
    const destination = config?.DestinationConfig?.OnFailure?.Destination;
    const queue = stack.of('AWS::SQS::Queue').find(({ arn }) => arn === destination);
    const body = {
      version: '1.0',
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: tries + 1 },
      requestPayload: event,
      responsePayload: result.error,
    };
    if (queue) await queues.call('SendMessage', queue.name, { MessageBody: JSON.stringify(body) });
  };
  activity.track(run()).catch((error: unknown) => console.error('local cloud:', error));
}
