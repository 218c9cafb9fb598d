import { DocumentError, formatIssue } from '../documents/document-error.ts';

/** The issues that a parser of documents finds in a text, each in one line; none if it accepts the text. */
export function findIssues(parse: (text: string) => unknown, text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof DocumentError) return error.issues.map(formatIssue);
    throw error;
  }
  return [];
}
