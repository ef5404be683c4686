import { adfFault, adfTextLength, MAX_ADF_TEXT, type AdfDocument } from './adf.ts';
import { fieldFaults } from './call.ts';

const NOT_ADF = 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
const TOO_LONG = 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.';

/** The document, or 400 for `field`; unlike the real Jira, the answer includes the schema's error. */
export function checkedAdf(value: unknown, field: 'description' | 'comment'): AdfDocument {
  const fault = adfFault(value);
  if (fault !== undefined) {
    throw fieldFaults({ [field]: field === 'comment' ? 'Comment body is not valid!' : NOT_ADF }, [fault]);
  }
  const document = value as AdfDocument;
  if (adfTextLength(document) > MAX_ADF_TEXT)
    throw fieldFaults({ [field]: TOO_LONG }, ['CONTENT_LIMIT_EXCEEDED']);
  return document;
}
