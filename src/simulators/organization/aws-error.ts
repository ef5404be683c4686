/** An AWS error; `code` is the error's name in SDK clients. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  /** Headers beside those of every answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/** The error for an action that no policy allows (`why` in AWS's words, e.g. with an explicit deny …). */
export function notAuthorized(request: {
  readonly code: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly why?: string;
}): AwsError {
  const { code, principal, action, resource } = request;
  const why = request.why ?? `because no identity-based policy allows the ${action} action`;
  return new AwsError(
    code,
    `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${why}`.trimEnd(),
    code === 'AccessDenied' ? 403 : 400,
  );
}
