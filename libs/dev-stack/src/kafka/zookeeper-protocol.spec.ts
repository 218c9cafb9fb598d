import { describe, expect, it } from '@jest/globals';
import { controllerIn, deleteRequest, readFrames, versionIn } from './zookeeper-protocol.ts';

describe('versionIn', () => {
  it('finds the version in the first line', () => {
    expect(versionIn('Zookeeper version: 3.8.4-9316c2a7, built on 2024-02-12\nLatency')).toBe('3.8.4');
  });

  it('waits for the complete line, and finds none until ZooKeeper serves clients', () => {
    expect(versionIn('Zookeeper version: 3.8')).toBeUndefined();
    expect(versionIn('This ZooKeeper instance is not currently serving requests\n')).toBeUndefined();
  });
});

describe('deleteRequest', () => {
  it('names the node, in any version', () => {
    expect(deleteRequest(1, '/a').toString('hex')).toBe(
      '00000001' + '00000002' + '00000002' + '2f61' + 'ffffffff',
    );
  });
});

describe('controllerIn', () => {
  const response = (code: string, data: string): Buffer =>
    Buffer.concat([
      Buffer.from(`${'00000002' + '0000000000000007'}${code}`, 'hex'),
      Buffer.from([0, 0, 0, data.length]),
      Buffer.from(`${data}\0\0\0`),
    ]);

  it('finds the broker that is the controller, or none', () => {
    expect(controllerIn(response('00000000', '{"version":2,"brokerid":3}'))).toBe(3);
    expect(controllerIn(response('ffffff9b', ''))).toBeUndefined();
  });
});

describe('readFrames', () => {
  it('assembles frames however they are split', async () => {
    const bytes = Buffer.from('00000002' + 'aabb' + '00000001' + 'cc', 'hex');
    const chunks = [bytes.subarray(0, 3), bytes.subarray(3, 9), bytes.subarray(9)];
    const frames: string[] = [];
    for await (const frame of readFrames(stream(chunks))) frames.push(frame.toString('hex'));
    expect(frames).toEqual(['aabb', 'cc']);
  });
});

async function* stream(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}
