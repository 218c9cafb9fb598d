const ASCII = /^[\x20-\x7e]*$/;

/**
 * Whether a text has printable ASCII characters only, as the ids of stations and the names of rules do. The database compares
 * their columns with nothing else: it would answer with an error where there is just nothing to be found.
 */
export function isAsciiText(text: string): boolean {
  return ASCII.test(text);
}
