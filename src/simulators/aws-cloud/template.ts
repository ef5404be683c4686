/** A compiled CloudFormation template, as `serverless package` writes it. */
export interface Template {
  Parameters?: Record<string, { Type: string; Default?: unknown }>;
  Conditions?: Record<string, unknown>;
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; Condition?: string }>;
  Outputs?: Record<string, unknown>;
  [section: string]: unknown;
}

/** A template that the local cloud does not support; the message names the place. */
export class TemplateError extends Error {
  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.name = 'TemplateError';
  }
}
