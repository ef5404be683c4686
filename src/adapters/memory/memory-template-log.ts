import type { MemberTemplate } from '#domain/facts/member-template.ts';
import type { TemplateLog } from '#ports/forwarding.ts';

/** Deployed member templates in memory. */
export function memoryTemplateLog(): TemplateLog {
  const templates = new Map<string, MemberTemplate>();
  return {
    listTemplates: async () => [...templates.values()],
    keepTemplate: async (template) => void templates.set(template.id, template),
  };
}
