import { describe, expect, it } from '@jest/globals';
import {
  selfTimes,
  type CallFrame,
  type CpuProfile,
  type FindOrigin,
  type ProfileNode,
} from './cpu-profile.ts';

const frame = (functionName: string, url = ''): CallFrame => ({
  functionName,
  url,
  lineNumber: 0,
  columnNumber: 0,
});
const node = (id: number, callFrame: CallFrame, children: number[] = []): ProfileNode => ({
  id,
  callFrame,
  children,
});

const NODES = [
  node(1, frame('(root)'), [2, 3, 5, 6, 8, 9]),
  node(2, frame('start', 'apps/consumer/src/main.ts')),
  node(3, frame('decode', '../../node_modules/kafkajs/src/decoder.js'), [4]),
  node(4, frame('toString')),
  node(5, frame('(idle)')),
  node(6, frame('decodeReading', '../../libs/weather-schema/src/wire/decode-reading.ts'), [7]),
  node(7, frame('parse')),
  node(8, frame('(garbage collector)')),
  node(9, frame('writev', 'node:net')),
];

function profileOf(...samples: [id: number, milliseconds: number][]): CpuProfile {
  return {
    nodes: NODES,
    samples: samples.map(([id]) => id),
    timeDeltas: samples.map(([, milliseconds]) => milliseconds * 1_000),
  };
}

const findOrigin: FindOrigin = ({ url, functionName }) =>
  url === '' ? undefined : { source: url, name: functionName };

describe('selfTimes', () => {
  it('sums up by package and by file, with functions without a source counted for their caller', () => {
    const times = selfTimes(
      profileOf([3, 30], [4, 10], [6, 10], [7, 20], [8, 20], [9, 10]),
      findOrigin,
      /kafkajs/,
    );
    expect(times).toEqual([
      { where: 'kafkajs (decoder.js decode 75 %, decoder.js toString 25 %)', share: 0.4 },
      {
        where: 'libs/weather-schema/src/wire/decode-reading.ts (parse 67 %, decodeReading 33 %)',
        share: 0.3,
      },
      { where: '(garbage collector)', share: 0.2 },
      { where: 'Node itself (writev 100 %)', share: 0.1 },
    ]);
  });

  it('ignores the start and idle time', () => {
    const times = selfTimes(profileOf([2, 500], [3, 10], [5, 900], [2, 10]), findOrigin, /kafkajs/);
    expect(times.map(({ share }) => share)).toEqual([0.5, 0.5]);
  });
});
