type Body = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The value of the partition key that a call names; undefined when it names none, as a scan does. */
export function leadingKeyOf(body: Body): string | undefined {
  const row = (body['Key'] ?? body['Item'] ?? {}) as Record<string, { S?: string } | undefined>;
  const [, placeholder] = /=\s*(:\w+)/.exec(text(body['KeyConditionExpression'])) ?? [];
  const values = (body['ExpressionAttributeValues'] ?? {}) as Record<string, { S?: string } | undefined>;
  return (row['pk'] ?? row['account_id'] ?? (placeholder ? values[placeholder] : undefined))?.S;
}
