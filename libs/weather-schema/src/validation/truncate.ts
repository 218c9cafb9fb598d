/** A pending part of a value's JSON: text, or a nested value. */
type Piece = string | { readonly value: unknown };

/** Truncates a text; a surrogate pair is not split. */
export function truncateText(text: string, length: number): string {
  return (text.length <= length ? text : `${text.slice(0, length - 1)}…`).toWellFormed();
}

/**
 * Truncates the JSON of a value. Unlike `JSON.stringify`, which recurses and overflows the stack at thousands of levels, it stops
 * at the length, which bounds the work whatever the value contains.
 */
export function truncateJson(value: unknown, length: number): string {
  let text = '';
  const pending: Piece[] = [{ value }];
  while (text.length <= length) {
    const piece = pending.pop();
    if (piece === undefined) break;
    if (typeof piece === 'string') text += piece;
    else if (typeof piece.value === 'object' && piece.value !== null)
      pending.push(...piecesOf(piece.value, length).reverse());
    else text += scalarJson(piece.value, length);
  }
  return truncateText(text, length);
}

/** Each entry takes at least one character, so those beyond the length are left out. */
function piecesOf(nested: object, length: number): Piece[] {
  if (Array.isArray(nested)) {
    const entries = nested.slice(0, length).flatMap((value: unknown) => [',', { value }]);
    return ['[', ...entries.slice(1), ']'];
  }
  const fields = nested as Readonly<Record<string, unknown>>;
  const names = Object.keys(fields).slice(0, length);
  const entries = names.flatMap((name) => [',', { value: name }, ':', { value: fields[name] }]);
  return ['{', ...entries.slice(1), '}'];
}

function scalarJson(value: unknown, length: number): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, length)) : String(value);
}
