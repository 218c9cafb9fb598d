const END_OF_FRAME = '\n\n';
const FIELDS = /(?:^|\n)id: [0-9a-z]+-(\d+)\nevent: (\S+)\ndata: /;
/** Longer than the fields before the data. */
const FIELD_BYTES = 128;

/** A server-sent event as bytes; its data stays as it is until somebody wants it. */
export interface Frame {
  readonly number: number;
  readonly name: string;
  readonly bytes: Buffer;
}

/** Cuts a stream into frames. Made for hundreds of streams: it looks for the ends of frames, and at their beginnings. */
export class FrameCutter {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that the piece completes. */
  push(piece: Buffer): Frame[] {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const frames: Frame[] = [];
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(END_OF_FRAME, start);
      if (end === -1) break;
      frames.push(...frameOf(bytes.subarray(start, end)));
      start = end + END_OF_FRAME.length;
    }
    this.#rest = bytes.subarray(start);
    return frames;
  }
}

/** The data of a frame. */
export function dataOf({ bytes }: Frame): unknown {
  return JSON.parse(bytes.toString('utf8').split('data: ', 2)[1] ?? 'null') as unknown;
}

function frameOf(bytes: Buffer): Frame[] {
  const [, number, name = ''] = FIELDS.exec(bytes.toString('latin1', 0, FIELD_BYTES)) ?? [];
  return number === undefined ? [] : [{ number: Number(number), name, bytes }];
}
