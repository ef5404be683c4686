import * as z from 'zod';
import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';
import { accessDenied, jsonAnswer } from './answers.ts';
import type { CallPlace } from './operations.ts';
import { bodyOf } from './requests.ts';

const time = z.iso.datetime();
const text = (longest: number) => z.string().min(1).max(longest);

// Required attributes of ASFF and their limits (Security Hub user guide, required top-level ASFF attributes). Severity and
// types of the one who updates a finding stand in FindingProviderFields (API reference, BatchImportFindings).
const Finding = z.looseObject({
  SchemaVersion: z.literal('2018-10-08'),
  Id: text(512),
  ProductArn: text(2048),
  GeneratorId: text(512),
  AwsAccountId: z.string().regex(/^\d{12}$/),
  CreatedAt: time,
  UpdatedAt: time,
  Title: text(256),
  Description: text(1024),
  FindingProviderFields: z.object({
    Severity: z.object({ Label: z.enum(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']) }),
    Types: z.array(text(256)).min(1).max(50),
  }),
  Resources: z
    .array(z.looseObject({ Type: text(256), Id: text(512) }))
    .min(1)
    .max(32),
  ProductFields: z.record(text(128), z.string().max(2048)).optional(),
  RecordState: z.enum(['ACTIVE', 'ARCHIVED']).optional(),
});
/** A finding that was taken. */
export type ImportedFinding = z.output<typeof Finding>;

/** Security Hub of the central account: takes findings of that account alone, the newest of each id. */
export interface SecurityHub {
  answer(call: AwsCall): AwsAnswer;
  readonly findings: ReadonlyMap<string, ImportedFinding>;
}

/** An empty Security Hub in the account and Region of `place`. */
export function createSecurityHub({ partition, region, accountId }: CallPlace): SecurityHub {
  const findings = new Map<string, ImportedFinding>();
  const product = `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`;
  const refusalOf = (given: unknown): { Id: string; ErrorCode: string; ErrorMessage: string } | undefined => {
    const { data, error } = Finding.safeParse(given);
    const Id = String((given as { Id?: unknown }).Id);
    if (!data) return { Id, ErrorCode: 'InvalidInput', ErrorMessage: error.issues[0]?.message ?? '' };
    const known = findings.get(data.Id);
    // An update that is not newer than what is stored is passed over.
    if (known === undefined || known.UpdatedAt < data.UpdatedAt) findings.set(data.Id, data);
    return undefined;
  };
  return {
    findings,
    answer(call) {
      const given = (bodyOf(call)['Findings'] ?? []) as readonly Record<string, unknown>[];
      const foreign = given.some((one) => one['AwsAccountId'] !== accountId || one['ProductArn'] !== product);
      if (foreign) return accessDenied(call, 'Findings of another account or product are not taken.');
      const FailedFindings = given.flatMap((one) => refusalOf(one) ?? []);
      return jsonAnswer({
        FailedCount: FailedFindings.length,
        SuccessCount: given.length - FailedFindings.length,
        FailedFindings,
      });
    },
  };
}
