import { StringDecoder } from 'node:string_decoder';
import { ReplayFileError } from './replay-file-error.ts';

const BYTE_ORDER_MARK = '\ufeff';
const LINE_FEED = '\n';
const CARRIAGE_RETURN = '\r';
const NUL = '\0';

/** Far beyond any row: what is longer is no text with lines. */
export const MAX_LINE_CHARACTERS = 1_000_000;

/**
 * The lines of UTF-8 bytes, as they come, without their ends (LF or CRLF) and without a byte order mark. The rest after
 * the last line end is a line if the bytes come to their end; if they end with an error it is a torn line, and left out.
 * @throws ReplayFileError for binary content.
 */
export async function* textLines(chunks: AsyncIterable<Buffer>, fileName: string): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let isFirst = true;
  for await (const chunk of chunks) {
    let text = decoder.write(chunk);
    if (isFirst && text.startsWith(BYTE_ORDER_MARK)) text = text.slice(BYTE_ORDER_MARK.length);
    isFirst &&= text === '';
    if (text.includes(NUL))
      throw new ReplayFileError(`${fileName} holds binary data; a CSV file is needed, gzip or plain`);
    const lines = (rest + text).split(LINE_FEED);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARACTERS) {
      throw new ReplayFileError(`${fileName} has a line of more than ${MAX_LINE_CHARACTERS} characters`);
    }
    if (lines.length > 0) yield lines.map(withoutCarriageReturn);
  }
  rest += decoder.end();
  if (rest !== '') yield [withoutCarriageReturn(rest)];
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith(CARRIAGE_RETURN) ? line.slice(0, -CARRIAGE_RETURN.length) : line;
}
