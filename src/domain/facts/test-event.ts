/** The event by which somebody in the central account asks for a test alert. */
export const testEvent = { source: 'trailwarden.test', detailType: 'Trailwarden Test Alert' } as const;

/**
 * The pattern of its rule on the central bus. EventBridge itself writes into an event whose account put it, so what a
 * member puts under this source matches nothing, whatever the bus policy lets in.
 */
export function testPattern<Account>(central: Account) {
  return { source: [testEvent.source], 'detail-type': [testEvent.detailType], account: [central] };
}
