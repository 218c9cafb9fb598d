import { isUtf8 } from 'node:buffer';
import { shownText } from '../shown-text.ts';
import { placeOf, type DeadLetter } from './dead-letter.ts';

const MAX_SHOWN_BYTES = 300;

/** A letter in lines for people. */
export function formatLetter(letter: DeadLetter, redrivenAt: string | undefined): string {
  const { at, source, stage, reason, key, lastOffset } = letter;
  const range = lastOffset === undefined ? '' : ` to ${lastOffset}`;
  const redriven = redrivenAt === undefined ? '' : `  sent again ${shownText(redrivenAt)}`;
  return [
    `${shownText(at)}  ${shownText(placeOf(source))}${range}  ${shownText(stage)}${redriven}`,
    `  reason    ${shownText(reason)}`,
    `  key       ${shownBytes(key)}`,
    `  original  ${shownBytes(letter.value, letter.fullLength)}`,
    '',
  ].join('\n');
}

/** A letter as one line of JSON; key and value in base64 where they are no UTF-8. */
export function letterJson(letter: DeadLetter, redrivenAt: string | undefined): string {
  const { at, source, stage, reason, partition, offset, fullLength, lastOffset } = letter;
  return `${JSON.stringify({
    at,
    ...source,
    lastOffset,
    stage,
    reason,
    ...jsonBytes('key', letter.key),
    ...jsonBytes('value', letter.value),
    fullLength,
    redrivenAt,
    deadLetter: { partition, offset },
  })}\n`;
}

/** Bytes as far as they are text, escaped and cut. */
export function shownBytes(bytes: Buffer | null, fullLength = bytes?.length): string {
  if (bytes === null) return 'none (null)';
  const beginning = shownText(bytes.subarray(0, MAX_SHOWN_BYTES).toString('utf8'));
  return fullLength !== undefined && fullLength > MAX_SHOWN_BYTES
    ? `${beginning}… (${fullLength} bytes)`
    : beginning;
}

function jsonBytes(name: string, bytes: Buffer | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null };
  return isUtf8(bytes) ? { [name]: bytes.toString('utf8') } : { [`${name}Base64`]: bytes.toString('base64') };
}
