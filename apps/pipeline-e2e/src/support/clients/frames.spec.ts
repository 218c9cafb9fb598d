import { describe, expect, it } from '@jest/globals';
import { parseData, FrameSplitter } from './frames.ts';

const STREAM = Buffer.from(
  'retry: 1000\nid: ab1-4\nevent: connected\ndata: {"resumed":true}\n\n:\n\nid: ab1-5\nevent: readings\ndata: ["é"]\n\n',
);

describe('FrameSplitter', () => {
  it.each([1, 3, 50, STREAM.length])('finds frames in pieces of %d bytes', (length) => {
    const splitter = new FrameSplitter();
    const frames = [];
    for (let at = 0; at < STREAM.length; at += length)
      frames.push(...splitter.push(STREAM.subarray(at, at + length)));
    expect(frames.map((frame) => [frame.number, frame.name, parseData(frame)])).toEqual([
      [4, 'connected', { resumed: true }],
      [5, 'readings', ['é']],
    ]);
  });
});
