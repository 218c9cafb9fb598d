/** A record as printed by Kafka's console consumer; its value has one Latin-1 character per byte. */
export interface TailedRecord {
  readonly partition: number;
  readonly offset: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string;
  readonly value: string;
}

const FIELD = '\u001f';
const HEADER = '\u001e';
const RECORD = '\u001d\n';

/** Properties of the console consumer that make its output unambiguous. */
export const TAIL_PROPERTIES: Readonly<Record<string, string>> = {
  'print.partition': 'true',
  'print.offset': 'true',
  'print.headers': 'true',
  'print.key': 'true',
  'key.separator': FIELD,
  'headers.separator': HEADER,
  'line.separator': RECORD,
};

/** Parses printed records from text that arrives in pieces. */
export class TailParser {
  #rest = '';

  /**
   * Adds a piece and returns the records that it completes.
   * @param printed Latin-1 text, one character per byte.
   */
  push(printed: string): TailedRecord[] {
    const lines = (this.#rest + printed).split(RECORD);
    this.#rest = lines.pop() ?? '';
    return lines.map(parseTailedRecord);
  }
}

function parseTailedRecord(line: string): TailedRecord {
  const [partition = '', offset = '', headers = '', key = '', ...value] = line.split(FIELD);
  return {
    partition: parseNumber('Partition:', partition),
    offset: parseNumber('Offset:', offset),
    headers: Object.fromEntries(headers.split(HEADER).flatMap(parseHeader)),
    key,
    value: value.join(FIELD),
  };
}

function parseHeader(header: string): [string, string][] {
  const colon = header.indexOf(':');
  return colon < 0 ? [] : [[header.slice(0, colon), header.slice(colon + 1)]];
}

function parseNumber(prefix: string, field: string): number {
  const number = Number(field.slice(prefix.length));
  if (!field.startsWith(prefix) || !Number.isSafeInteger(number))
    throw new Error(`the console consumer printed "${field}" where "${prefix}…" is expected`);
  return number;
}
