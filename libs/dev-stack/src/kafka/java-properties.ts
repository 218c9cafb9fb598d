const HEX = 16;
const HEX_DIGITS = 4;

/**
 * The text of a Java properties file. Java reads it as Latin-1 and takes backslashes as escapes, so that a path with
 * other letters, or a Windows path, must be escaped.
 */
export function propertiesText(properties: Readonly<Record<string, string | number>>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeValue(String(value))}\n`)
    .join('');
}

function escapeValue(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replace(/^ /, '\\ ')
    .replace(/[^ -~]/g, escapeUnit);
}

/** Without the `u` flag an expression matches UTF-16 units, which is what Java's escapes name. */
function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(HEX).padStart(HEX_DIGITS, '0')}`;
}
