import { describe, expect, it } from '@jest/globals';
import { metadataRequest, parseMetadata } from './kafka-probe.ts';

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function text(value: string | null): Buffer {
  const length = Buffer.alloc(2);
  length.writeInt16BE(value === null ? -1 : value.length);
  return Buffer.concat([length, Buffer.from(value ?? '')]);
}

function response(controllerId: number, racks: readonly (string | null)[]): Buffer {
  const brokers = racks.map((rack, id) =>
    Buffer.concat([int32(id), text('127.0.0.1'), int32(9092), text(rack)]),
  );
  const body = Buffer.concat([int32(1), int32(racks.length), ...brokers, int32(controllerId), int32(0)]);
  return Buffer.concat([int32(body.length), body]);
}

describe('metadataRequest', () => {
  it('is version 1 of the metadata request, for no topic, preceded by its length', () => {
    expect(metadataRequest().toString('hex')).toBe(
      '00000017' + '0003' + '0001' + '00000001' + '0009' + '6465762d737461636b' + '00000000',
    );
  });
});

describe('parseMetadata', () => {
  it('counts the brokers and finds the controller, with racks and without', () => {
    expect(parseMetadata(response(1, [null, 'rack']))).toEqual({ brokers: 2, controllerId: 1 });
    expect(parseMetadata(response(-1, []))).toEqual({ brokers: 0, controllerId: -1 });
  });

  it('waits for the whole response', () => {
    const whole = response(1, [null]);
    for (let length = 0; length < whole.length; length++) {
      expect(parseMetadata(whole.subarray(0, length))).toBeUndefined();
    }
  });
});
