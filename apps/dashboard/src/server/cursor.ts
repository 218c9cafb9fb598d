import { isAsciiText } from './ascii-text.ts';
import { HttpError } from './http-error.ts';

/** What a cursor holds: the position of the last row of a page. */
export type CursorParts = readonly (string | number)[];

/** A cursor that says where the next page begins. @param kind of which list; a cursor of another list is refused. */
export function encodeCursor(kind: string, parts: CursorParts): string {
  return Buffer.from(JSON.stringify([kind, ...parts])).toString('base64url');
}

/**
 * The parts of a cursor that `encodeCursor` made.
 * @param shape what each part is.
 * @throws HttpError (400) for any other text.
 */
export function decodeCursor<const S extends readonly ('string' | 'number')[]>(
  kind: string,
  shape: S,
  cursor: string,
): { -readonly [K in keyof S]: S[K] extends 'string' ? string : number } {
  const [found, ...parts] = parse(cursor);
  const fits =
    found === kind && parts.length === shape.length && shape.every((type, at) => isPart(parts[at], type));
  if (!fits) throw HttpError.badRequest('cursor is none that a page of this list gave as "next"');
  return parts as { -readonly [K in keyof S]: S[K] extends 'string' ? string : number };
}

function parse(cursor: string): unknown[] {
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}

function isPart(value: unknown, type: 'string' | 'number'): boolean {
  return type === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && isAsciiText(value);
}
