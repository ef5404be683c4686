/** One HTTP request that an AWS SDK client sent, as the local gateway received it. */
export interface AwsCall {
  /** The signing name from the request's credential scope, e.g. `cloudtrail`, `sts`, `dynamodb`, `events`. */
  readonly service: string;
  /** The Region from the credential scope. */
  readonly region: string;
  readonly accessKeyId: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An HTTP answer to an AWS SDK client. */
export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** The identity behind an access key. */
export interface Principal {
  readonly accountId: string;
  /** `arn:aws:sts::…:assumed-role/Role/session`, `arn:aws:iam::…:user/name` or `arn:aws:iam::…:root`. */
  readonly arn: string;
  /** The role behind a session, else undefined. */
  readonly roleArn?: string | undefined;
}

/** An event on an EventBridge bus. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** The local cloud's time, in milliseconds since the epoch; it only moves forward. */
export interface Clock {
  now(): number;
}
