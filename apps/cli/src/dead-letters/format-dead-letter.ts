import { isUtf8 } from 'node:buffer';
import { formatJson, formatValue } from '../format.ts';
import { formatSource, type StoredDeadLetter } from './dead-letter.ts';

const MAX_SHOWN_BYTES = 300;

/** Formats a dead letter as lines of text. */
export function formatDeadLetter(deadLetter: StoredDeadLetter, redrivenAt: string | undefined): string {
  const { at, source, stage, reason, key, value, fullLength, lastOffset } = deadLetter;
  const range = lastOffset === undefined ? '' : ` to ${lastOffset}`;
  const redriven = redrivenAt === undefined ? '' : `  resent ${formatValue(redrivenAt)}`;
  return [
    `${formatValue(at)}  ${formatValue(formatSource(source))}${range}  ${formatValue(stage)}${redriven}`,
    `  reason    ${formatValue(reason)}`,
    `  key       ${formatBytes(key)}`,
    `  original  ${formatBytes(value, fullLength)}`,
    '',
  ].join('\n');
}

/** Formats a dead letter as one line of JSON; key and value are in base64 if they are not UTF-8. */
export function deadLetterJson(deadLetter: StoredDeadLetter, redrivenAt: string | undefined): string {
  const { at, source, stage, reason, partition, offset, fullLength, lastOffset } = deadLetter;
  return formatJson({
    at,
    ...source,
    lastOffset,
    stage,
    reason,
    ...jsonBytes('key', deadLetter.key),
    ...jsonBytes('value', deadLetter.value),
    fullLength,
    redrivenAt,
    deadLetter: { partition, offset },
  });
}

/** Formats bytes as text, escaped and cut. @param fullLength the length of the original. */
export function formatBytes(bytes: Buffer | null, fullLength = bytes?.length): string {
  if (bytes === null) return 'none (null)';
  const beginning = formatValue(bytes.subarray(0, MAX_SHOWN_BYTES).toString('utf8'));
  return fullLength !== undefined && fullLength > MAX_SHOWN_BYTES
    ? `${beginning}… (${fullLength} bytes)`
    : beginning;
}

function jsonBytes(name: string, bytes: Buffer | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null };
  return isUtf8(bytes) ? { [name]: bytes.toString('utf8') } : { [`${name}Base64`]: bytes.toString('base64') };
}
