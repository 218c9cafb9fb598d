/** A problem in a document: its place, as `receivers[0].webhook.url`, and what is wrong there, as `is 5; expected a text`. */
export interface ValidationIssue {
  /** Empty for the document as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A document that cannot be used; it lists every issue. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';

  constructor(readonly issues: readonly ValidationIssue[]) {
    super(`Invalid document:\n${issues.map((issue) => `  ${formatIssue(issue)}`).join('\n')}`);
  }
}

const MAX_VALUE_CHARACTERS = 60;

/** An issue in one line: `rules[0].name is missing; expected a text`. */
export function formatIssue({ path, message }: ValidationIssue): string {
  return path === '' ? message : `${path} ${message}`;
}

/** The message of an issue: `is missing; expected …`, or with the value in place of `missing`, cut where it is long. */
export function describeMismatch(value: unknown, expected: string): string {
  return `is ${formatValue(value)}; expected ${expected}`;
}

/** `a, b or c` */
export function formatAlternatives(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}

export function formatValue(value: unknown): string {
  if (value === undefined || value === null) return 'missing';
  if (value === '') return 'empty';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  const isLong = text.length > MAX_VALUE_CHARACTERS;
  return (isLong ? `${text.slice(0, MAX_VALUE_CHARACTERS - 1)}…` : text).toWellFormed();
}
