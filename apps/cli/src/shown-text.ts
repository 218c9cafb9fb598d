/** Control characters, and those that turn the direction of a line around: a record must not command the terminal. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const HEX_DIGITS = 4;
const HEX = 16;

/** A text that somebody else has written, for a terminal: what is unsafe there is escaped. */
export function shownText(text: string): string {
  return text.replaceAll(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(HEX).padStart(HEX_DIGITS, '0')}`;
  });
}

/** Whether `shownText` leaves it as it is. */
export function isSafeText(text: string): boolean {
  return shownText(text) === text;
}
