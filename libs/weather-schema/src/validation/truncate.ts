/** What is still to be written of a value: text as it stands there, or a value in it. */
type Piece = string | { readonly value: unknown };

/** The beginning of a text, with no half of a character that UTF-16 writes as two. */
export function truncateText(text: string, length: number): string {
  return (text.length <= length ? text : `${text.slice(0, length - 1)}…`).toWellFormed();
}

/**
 * The beginning of a value's JSON. Unlike `JSON.stringify`, which calls itself for each level and ends the process where
 * there are thousands, it stops at the length: the work is bounded by it whatever the value holds.
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

/** Each entry is a character or more: those beyond the length would not be seen. */
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
