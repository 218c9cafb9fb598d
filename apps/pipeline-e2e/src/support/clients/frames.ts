const END_OF_FRAME = '\n\n';
const FIELDS = /(?:^|\n)id: [0-9a-z]+-(\d+)\nevent: (\S+)\ndata: /;
/** An upper bound of the fields before the data. */
const FIELD_BYTES = 128;

/** A server-sent event as bytes; its data is parsed on demand. */
export interface Frame {
  readonly number: number;
  readonly name: string;
  readonly bytes: Buffer;
}

/** Splits a stream into frames. Cheap enough for hundreds of streams: it only searches the ends of frames and parses their first bytes. */
export class FrameSplitter {
  #rest: Buffer = Buffer.alloc(0);

  /** Adds a piece and returns the frames that it completes. */
  push(piece: Buffer): Frame[] {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const frames: Frame[] = [];
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(END_OF_FRAME, start);
      if (end === -1) break;
      frames.push(...parseFrame(bytes.subarray(start, end)));
      start = end + END_OF_FRAME.length;
    }
    this.#rest = bytes.subarray(start);
    return frames;
  }
}

/** Parses the data of a frame. */
export function parseData({ bytes }: Frame): unknown {
  return JSON.parse(bytes.toString('utf8').split('data: ', 2)[1] ?? 'null') as unknown;
}

function parseFrame(bytes: Buffer): Frame[] {
  const [, number, name = ''] = FIELDS.exec(bytes.toString('latin1', 0, FIELD_BYTES)) ?? [];
  return number === undefined ? [] : [{ number: Number(number), name, bytes }];
}
