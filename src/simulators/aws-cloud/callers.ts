import type { Principal } from '#simulators/wire.ts';

/** The caller behind an access key that the local cloud has issued. */
export interface Caller {
  readonly principal: Principal;
  /** Root passes every permission check; used by tests and by the local cloud itself. */
  readonly isRoot: boolean;
  readonly functionName?: string | undefined;
  readonly processId?: string | undefined;
}

/** The access keys in use. Keys are letters and digits only: DynamoDB Local refuses others. */
export interface Callers {
  find(accessKeyId: string): Caller | undefined;
  /** The process behind a request that carries `app/<process>` in its user agent, e.g. with a member role's key. */
  byProcess(processId: string): Caller | undefined;
  add(accessKeyId: string, caller: Caller): void;
  remove(accessKeyId: string): void;
}

/** The access key of root; it passes every check. */
export const rootKey = 'LOCALROOT';

/** A register that knows only root. */
export function createCallers(accountId: string): Callers {
  const root: Caller = { principal: { accountId, arn: `arn:aws:iam::${accountId}:root` }, isRoot: true };
  const callers = new Map([[rootKey, root]]);
  return {
    find: (key) => callers.get(key),
    byProcess: (processId) => callers.values().find((caller) => caller.processId === processId),
    add: (key, caller) => void callers.set(key, caller),
    remove: (key) => void callers.delete(key),
  };
}
