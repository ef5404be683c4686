import { complain } from './complain.ts';
import type { BusEvent } from '#simulators/wire.ts';
import { apiDestinationOf, mayInvoke, postTo, transformed } from './api-destinations.ts';
import { decide } from './iam.ts';
import { functionOf, type MappingParts } from './mapping.ts';
import type { Part, Stack } from './stack.ts';
import { TemplateError } from './template.ts';

type Target = Part<'AWS::Events::Rule'>['Targets'][number];

/** The sender of a delivery: a rule or a schedule. */
export interface Sender {
  readonly arn: string;
  readonly service: 'events.amazonaws.com' | 'scheduler.amazonaws.com';
}

/** A delivery that was refused, with the reason. */
export interface Undelivered {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** Delivery from rules and schedules to queues and functions. */
export interface Targets {
  /** Sends without waiting; a refused delivery goes to the target's dead-letter queue, if any, and to `undelivered`. */
  send(target: Target, event: BusEvent, sender: Sender): void;
  readonly undelivered: readonly Undelivered[];
}

/** Delivery under the template's queue policies, function permissions and scheduler roles; throws for a target that is neither. */
export function createTargets(parts: MappingParts): Targets {
  checkTargets(parts.stack);
  const undelivered: Undelivered[] = [];
  return {
    undelivered,
    send: (target, event, sender) => {
      const delivery = { parts, undelivered, target, event, sender };
      parts.activity.track(send(delivery)).catch(complain);
    },
  };
}

interface DeliveryToTarget {
  readonly parts: MappingParts;
  readonly undelivered: Undelivered[];
  readonly target: Target;
  readonly event: BusEvent;
  readonly sender: Sender;
}

function checkTargets(stack: Stack): void {
  const rules = stack
    .of('AWS::Events::Rule')
    .map(({ logicalId, Targets }) => ({ logicalId, targets: Targets }));
  const schedules = stack
    .of('AWS::Scheduler::Schedule')
    .map(({ logicalId, Target }) => ({ logicalId, targets: [Target] }));
  const known = [
    ...stack.of('AWS::SQS::Queue'),
    ...stack.of('AWS::Lambda::Function'),
    ...stack.of('AWS::Events::ApiDestination'),
  ].map(({ arn }) => arn);
  for (const { logicalId, targets } of [...rules, ...schedules])
    for (const { Arn } of targets)
      if (!known.includes(Arn))
        throw new TemplateError(
          `Resources.${logicalId}`,
          `the target ${Arn} is no queue or function of this template`,
        );
}

async function send(delivery: DeliveryToTarget): Promise<void> {
  const { parts, target, event, sender } = delivery;
  const body = payload(target, event);
  const queue = parts.stack.of('AWS::SQS::Queue').find(({ arn }) => arn === target.Arn);
  const endpoint = apiDestinationOf(parts, target);
  if (endpoint) {
    if (mayInvoke(parts, target)) await postTo(endpoint, body);
    else await refuse(delivery, `${sender.service} may not deliver to ${target.Arn}`);
    return;
  }
  const isSchedule = sender.service === 'scheduler.amazonaws.com';
  const allowed = isSchedule ? scheduleMay(parts, target) : ruleMay(parts.stack, target, sender);
  if (!allowed) await refuse(delivery, `${sender.service} may not deliver to ${target.Arn}`);
  else if (queue) await parts.queues.call('SendMessage', queue.name, { MessageBody: body });
  else invokeLater(parts, target, JSON.parse(body), 0);
}

/** Sends a delivery without permission to the target's dead-letter queue, if its policy allows; it is not retried. */
async function refuse(
  { parts, undelivered, target, event, sender }: DeliveryToTarget,
  reason: string,
): Promise<void> {
  const { stack, clock, queues } = parts;
  undelivered.push({ at: clock.now(), from: sender.arn, to: target.Arn, reason });
  const dead = stack.of('AWS::SQS::Queue').find(({ arn }) => arn === target.DeadLetterConfig?.Arn);
  if (!dead || (sender.service === 'events.amazonaws.com' && !queueAllows(stack, dead.arn, sender))) return;
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
}

function payload(target: Target, event: BusEvent): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputTransformer) return transformed(target.InputTransformer, event);
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

function scheduleMay({ roles }: MappingParts, target: Target): boolean {
  if (target.RoleArn === undefined) return false;
  const action = target.Arn.split(':')[2] === 'sqs' ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
  return (
    roles.trusts(target.RoleArn, 'scheduler.amazonaws.com') &&
    roles.ask(target.RoleArn, { action, resource: target.Arn }) === 'allowed'
  );
}

/** An asynchronous invocation: after errors Lambda retries after one and then two minutes (the default). */
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
  activity.track(run()).catch(complain);
}
