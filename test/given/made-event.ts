/** A record as CloudTrail writes it today, with `more` over it. */
export function made(
  service: string,
  eventName: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:ada@example.org',
      arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ada@example.org',
      accountId: '111122223333',
      accessKeyId: 'ASIAEXAMPLE',
      sessionContext: {
        sessionIssuer: { type: 'Role', userName: 'AWSReservedSSO_Admin_0123456789abcdef' },
        attributes: { creationDate: '2026-11-21T11:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: '2026-11-21T12:00:08Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.17.32',
    requestParameters: null,
    responseElements: null,
    eventID: '5e0f1f5e-6f5a-4a63-9d5c-1b8f3a1c2d3e',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...more,
  };
}
