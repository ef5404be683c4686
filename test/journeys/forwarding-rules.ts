import { EventBridgeClient, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { forwardedPatterns } from '#adapters/cloudformation/member-rules.ts';
import { sharedNames } from '#adapters/cloudformation/names.ts';
import { lookedAtClosely } from '#domain/facts/forwarding.ts';
import { instant } from '#domain/values/instant.ts';
import { centralAccount } from '#local/rehearsal/documents.ts';
import { account, region } from '#test/given/shop.ts';
import type { Stage } from './stage.ts';
import { home, mallory } from './worlds.ts';

const virginia = 'us-east-1';
const { rule, bus, forwardingRole, deadLetters } = sharedNames('-dev');
const expected = forwardedPatterns().map(({ name, onlyIn }) => ({ name: rule(name), digest: '', onlyIn }));

/** EventBridge of `owner` in a Region, called by Mallory. */
export function eventBridgeOf({ cloud, organization }: Stage, owner: string, where: string) {
  const credentials = organization.credentials({ accountId: owner, identity: mallory });
  return new EventBridgeClient({ region: where, endpoint: cloud.endpoint, credentials });
}

/**
 * Puts the target of the rule whose turn it is in us-east-1, with `change` instead of the role and the dead-letter queue
 * that it was deployed with, and so that no event tells of it.
 */
export async function putTargets(
  stage: Stage,
  owner: string,
  change?: { readonly RoleArn: string },
): Promise<void> {
  const now = stage.cloud.clock.now();
  // Should the day end meanwhile, it is another rule's turn.
  const rules = [now, now + 600_000].flatMap((at) =>
    lookedAtClosely(expected, [], {
      account: account(owner),
      region: region(virginia),
      at: instant(at),
    }),
  );
  const asDeployed = {
    RoleArn: `arn:aws:iam::${owner}:role/${forwardingRole}`,
    DeadLetterConfig: { Arn: `arn:aws:sqs:${virginia}:${owner}:${deadLetters}` },
  };
  const Arn = `arn:aws:events:${home}:${centralAccount}:event-bus/${bus}`;
  stage.organization.faults.cutEvents(true);
  for (const Rule of new Set(rules)) {
    const Targets = [{ Id: 'central-bus', Arn, ...(change ?? asDeployed) }];
    await eventBridgeOf(stage, owner, virginia).send(new PutTargetsCommand({ Rule, Targets }));
  }
  stage.organization.faults.cutEvents(false);
}
