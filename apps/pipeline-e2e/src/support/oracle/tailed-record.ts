/** A record of a topic as Kafka's console consumer printed it; the value is its bytes, one Latin-1 character each. */
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

/** Properties of the console consumer that make it print records so that they can be told apart again. */
export const TAIL_PROPERTIES: Readonly<Record<string, string>> = {
  'print.partition': 'true',
  'print.offset': 'true',
  'print.headers': 'true',
  'print.key': 'true',
  'key.separator': FIELD,
  'headers.separator': HEADER,
  'line.separator': RECORD,
};

/** Takes what is printed piece by piece and gives the records that are whole. */
export class TailParser {
  #rest = '';

  /** @param printed as Latin-1 text, so that every byte is one character. */
  push(printed: string): TailedRecord[] {
    const lines = (this.#rest + printed).split(RECORD);
    this.#rest = lines.pop() ?? '';
    return lines.map(tailedRecord);
  }
}

function tailedRecord(line: string): TailedRecord {
  const [partition = '', offset = '', headers = '', key = '', ...value] = line.split(FIELD);
  return {
    partition: numberAfter('Partition:', partition),
    offset: numberAfter('Offset:', offset),
    headers: Object.fromEntries(headers.split(HEADER).flatMap(entryOf)),
    key,
    value: value.join(FIELD),
  };
}

function entryOf(header: string): [string, string][] {
  const colon = header.indexOf(':');
  return colon < 0 ? [] : [[header.slice(0, colon), header.slice(colon + 1)]];
}

function numberAfter(prefix: string, field: string): number {
  const number = Number(field.slice(prefix.length));
  if (!field.startsWith(prefix) || !Number.isSafeInteger(number))
    throw new Error(`the console consumer printed "${field}" where "${prefix}…" is expected`);
  return number;
}
