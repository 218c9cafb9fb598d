/** A record as printed by Kafka's console consumer. */
export interface TopicRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record with its partition and offset. */
export interface TailedRecord extends TopicRecord {
  readonly partition: number;
  readonly offset: number;
}

const FIELD = '\u001f';
const HEADER = '\u001e';
const RECORD = '\u001d\n';

/** Properties of the console consumer that make its output unambiguous. */
export const PRINT_PROPERTIES: Readonly<Record<string, string>> = {
  'print.headers': 'true',
  'print.key': 'true',
  'key.separator': FIELD,
  'headers.separator': HEADER,
  'line.separator': RECORD,
};

/** The same, with the partition and offset of each record. */
export const TAIL_PROPERTIES: Readonly<Record<string, string>> = {
  ...PRINT_PROPERTIES,
  'print.partition': 'true',
  'print.offset': 'true',
};

/** Parses output that was printed with `PRINT_PROPERTIES`. */
export function parseRecords(output: string): TopicRecord[] {
  return output
    .split(RECORD)
    .filter((line) => line !== '')
    .map((line) => parseRecord(line.split(FIELD)));
}

/** Parses output that was printed with `TAIL_PROPERTIES` and arrives in pieces. */
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
  const [partition = '', offset = '', ...fields] = line.split(FIELD);
  return {
    partition: parseNumber('Partition:', partition),
    offset: parseNumber('Offset:', offset),
    ...parseRecord(fields),
  };
}

function parseRecord([headers = '', key = '', ...value]: readonly string[]): TopicRecord {
  return {
    key,
    value: value.join(FIELD),
    headers: Object.fromEntries(headers.split(HEADER).flatMap(parseHeader)),
  };
}

function parseHeader(entry: string): [string, string][] {
  const colon = entry.indexOf(':');
  return colon < 0 ? [] : [[entry.slice(0, colon), entry.slice(colon + 1)]];
}

function parseNumber(prefix: string, field: string): number {
  const number = Number(field.slice(prefix.length));
  if (!field.startsWith(prefix) || !Number.isSafeInteger(number))
    throw new Error(`the console consumer printed "${field}" where "${prefix}…" is expected`);
  return number;
}
