/** The event by which an operator requests a test alert in the central account. */
export const testEvent = { source: 'trailwarden.test', detailType: 'Trailwarden Test Alert' } as const;

/**
 * The pattern of the rule for test alerts on the central bus. EventBridge sets the account of an event to the account
 * that put it, so an event of this source from a member account does not match, even if the bus policy admits it.
 */
export function testPattern<Account>(central: Account) {
  return { source: [testEvent.source], 'detail-type': [testEvent.detailType], account: [central] };
}
