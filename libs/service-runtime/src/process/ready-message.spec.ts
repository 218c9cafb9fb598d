import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sendReadyMessage, parseReadyMessage } from './ready-message.ts';

const ADDRESS = 'http://127.0.0.1:8090';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'told-address-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('sendReadyMessage', () => {
  it('reaches the process that started the app', async () => {
    const script = join(folder, 'app.mjs');
    await writeFile(script, `(${sendReadyMessage.toString()})('${ADDRESS}');`);
    const [message] = (await once(fork(script), 'message')) as unknown[];
    expect(parseReadyMessage(message)).toBe(ADDRESS);
  });

  it('does nothing in a process that was started by hand', () => {
    expect(() => sendReadyMessage(ADDRESS)).not.toThrow();
  });
});

describe('parseReadyMessage', () => {
  it.each([undefined, null, 'answersAt', {}, { answersAt: 8090 }])('finds none in %j', (message) => {
    expect(parseReadyMessage(message)).toBeUndefined();
  });
});
