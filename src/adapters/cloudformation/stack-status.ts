import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { Refusal } from './refusal.ts';

/** A stack's name and Region, and the client to access it. */
export interface StackAccess {
  readonly cloudFormation: CloudFormationClient;
  readonly region: string;
  readonly stack: string;
  /** How often the state of an operation under way is read, in seconds. */
  readonly pollSeconds: number;
}

/** The status of a stack; undefined when it does not exist. */
export async function stackStatus({ cloudFormation, stack }: StackAccess): Promise<string | undefined> {
  try {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
    return Stacks?.[0]?.StackStatus;
  } catch (error) {
    // CloudFormation has no specific error code for a missing stack.
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

const underWay = 'Wait until it has ended, then try again.';
const deleteFirst = 'It holds nothing that is worth keeping: delete it, wait, then try again:';

/** The remedy for a status that blocks a deploy; undefined when the stack can be deployed into. */
function obstacle({ region, stack }: StackAccess, status: string): string | undefined {
  const named = `--stack-name ${stack} --region ${region}`;
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return `Finish its way back, then try again: aws cloudformation continue-update-rollback ${named}`;
  }
  if (status === 'REVIEW_IN_PROGRESS') return `${deleteFirst} aws cloudformation delete-stack ${named}`;
  if (status.endsWith('_IN_PROGRESS')) return underWay;
  if (['ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED'].includes(status)) {
    return `Delete it, wait, then try again; both tables stay: aws cloudformation delete-stack ${named}`;
  }
  return undefined;
}

/**
 * Ensures that the stack can be deployed into. A stack whose creation was rolled back is empty and is deleted; for any
 * other blocking status throws a `Refusal` with the remedy.
 */
export async function clearStack(access: StackAccess): Promise<'absent' | 'deleted' | 'present'> {
  const { cloudFormation, stack, pollSeconds } = access;
  const status = await stackStatus(access);
  if (status === undefined) return 'absent';
  if (status === 'ROLLBACK_COMPLETE') {
    await cloudFormation.send(new DeleteStackCommand({ StackName: stack }));
    const patience = { client: cloudFormation, maxWaitTime: 900, minDelay: pollSeconds, maxDelay: 15 };
    await waitUntilStackDeleteComplete(patience, { StackName: stack });
    return 'deleted';
  }
  const remedy = obstacle(access, status);
  if (remedy === undefined) return 'present';
  throw new Refusal(
    `The stack ${stack} is in the state ${status}; nothing can be deployed into it. ${remedy}`,
  );
}
