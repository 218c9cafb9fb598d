/** A record as Kafka's own console consumer prints it. */
export interface TopicRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

const FIELD = '\u001f';
const HEADER = '\u001e';
const RECORD = '\u001d\n';

/** Properties of the console consumer that make it print records so that they can be told apart again. */
export const PRINT_PROPERTIES: Readonly<Record<string, string>> = {
  'print.headers': 'true',
  'print.key': 'true',
  'key.separator': FIELD,
  'headers.separator': HEADER,
  'line.separator': RECORD,
};

/** The records in what the console consumer has printed. */
export function parseRecords(output: string): TopicRecord[] {
  return output
    .split(RECORD)
    .filter((line) => line !== '')
    .map(parseRecord);
}

function parseRecord(line: string): TopicRecord {
  const [headers = '', key = '', value = ''] = line.split(FIELD);
  const entries = headers.split(HEADER).flatMap((header) => {
    const colon = header.indexOf(':');
    return colon < 0 ? [] : [[header.slice(0, colon), header.slice(colon + 1)]];
  });
  return { key, value, headers: Object.fromEntries(entries) as Record<string, string> };
}
