import type { Stack } from './stack.ts';

const types = [
  'AWS::SQS::Queue',
  'AWS::DynamoDB::Table',
  'AWS::Lambda::Function',
  'AWS::Events::EventBus',
] as const;

/** The physical name of a queue, table, function or bus by its logical id. Throws when the template has none. */
export function physicalNameIn(stack: Stack, logicalId: string): string {
  for (const type of types) {
    const found = stack.of(type).find((part) => part.logicalId === logicalId || part.name === logicalId);
    if (found) return found.name;
  }
  throw new Error(`the template has no queue, table, function or bus ${logicalId}`);
}
