const HEADER_NAME = /^[!#$%&'*+\-.^_`|~\w]+$/;
/** Characters that a header must not contain; Node rejects them as well. */
const FORBIDDEN_IN_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * Headers as OpenTelemetry writes them in a variable: `name=value,name=value`, with `%XX` for special characters.
 * @returns undefined for any other text.
 */
export function parseHeaderList(text: string): Readonly<Record<string, string>> | undefined {
  const headers = text.split(',').map(parseHeader);
  if (headers.some((header) => header === undefined)) return undefined;
  return Object.fromEntries(headers.filter((header) => header !== undefined));
}

function parseHeader(text: string): readonly [name: string, value: string] | undefined {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(0, at)).trim();
  const value = decoded(text.slice(at + 1).trim());
  if (!HEADER_NAME.test(name) || value === undefined || FORBIDDEN_IN_VALUE.test(value)) return undefined;
  return [name, value];
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
