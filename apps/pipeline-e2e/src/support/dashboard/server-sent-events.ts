/** A received event. */
export interface ReceivedEvent {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
}

const END_OF_EVENT = '\n\n';

/** Parses a stream of server-sent events piece by piece, without anything that is not an event, such as comments. */
export class EventParser {
  #rest = '';

  /** @returns the events that the piece completes. */
  push(piece: string): ReceivedEvent[] {
    const blocks = (this.#rest + piece).split(END_OF_EVENT);
    this.#rest = blocks.pop() ?? '';
    return blocks.map(fieldsOf).flatMap(eventOf);
  }
}

function fieldsOf(block: string): ReadonlyMap<string, string> {
  return new Map(
    block.split('\n').map((line) => {
      const [name = '', ...value] = line.split(': ');
      return [name, value.join(': ')];
    }),
  );
}

function eventOf(fields: ReadonlyMap<string, string>): ReceivedEvent[] {
  const name = fields.get('event');
  if (name === undefined) return [];
  return [{ id: fields.get('id') ?? '', name, data: JSON.parse(fields.get('data') ?? 'null') as unknown }];
}
