/** A CloudFormation template as an object; serialized with `JSON.stringify`. */
export interface Template {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Description: string;
  readonly Parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** One resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: 'Retain' | 'RetainExceptOnCreate';
  readonly UpdateReplacePolicy?: 'Retain';
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** One statement of a policy, with each action named. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, unknown>>;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Text in which CloudFormation replaces `${...}`. */
export const sub = (text: string) => ({ 'Fn::Sub': text });

/** An attribute of another resource. */
export const attribute = (logicalId: string, name: string) => ({ 'Fn::GetAtt': [logicalId, name] });

/** A policy document of these statements. */
export const policy = (...statements: readonly Statement[]) => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** A logical id made of a name: its words in PascalCase, letters and digits only. */
export function logicalId(name: string): string {
  return name.replace(/(?:^|[^A-Za-z0-9]+)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
