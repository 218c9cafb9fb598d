import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../settings/configuration-error.ts';
import { formatError } from '../retry/with-retry.ts';
import { DocumentError, formatIssue } from './document-error.ts';

/**
 * Reads the document that a setting names.
 * @param parse throws `DocumentError` for invalid content.
 * @throws ConfigurationError naming the variable, the path and every issue.
 */
export function loadDocument<T>(env: string, path: string, parse: (text: string) => T): T {
  try {
    return parse(readFile(path));
  } catch (error) {
    if (error instanceof DocumentError) throw documentFailure(env, path, error);
    throw error;
  }
}

/** The issues of a document as an error of the setting that names it. */
export function documentFailure(env: string, path: string, { issues }: DocumentError): ConfigurationError {
  return new ConfigurationError(
    issues.map((issue) => ({ env, problem: `="${path}": ${formatIssue(issue)}` })),
  );
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new DocumentError([{ path: '', message: `cannot be read: ${formatError(error)}` }]);
  }
}
