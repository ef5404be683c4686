import type { Template } from '#simulators/aws-cloud/template.ts';

interface BusPolicy {
  Statement?: { Principal?: { AWS?: string[] } };
}

/**
 * The template with these accounts in the central bus policy, as packaging writes it for a configuration that names
 * them; the packages at hand were made for the shipped one. An organization's policy is left as it is.
 */
export function admitted(template: Template, accounts: readonly string[]): Template {
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type !== 'AWS::Events::EventBusPolicy') continue;
    const principal = (Properties as BusPolicy | undefined)?.Statement?.Principal;
    if (principal?.AWS) principal.AWS = [...new Set([...principal.AWS, ...accounts])];
  }
  return template;
}
