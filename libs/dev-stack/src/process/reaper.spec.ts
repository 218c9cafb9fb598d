import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { reaperCommand } from './reaper.ts';

const started: ChildProcess[] = [];

function run(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'ignore'] });
  started.push(child);
  return child;
}

function reaper(graceMs: number, delayMs: number): ChildProcess {
  const { command, args } = reaperCommand('linux', { graceMs, delayMs }, 'a test');
  return run(command, args);
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

describe('the reaper', () => {
  it('stops its process when its input ends', async () => {
    const server = run('sleep', ['60']);
    reaper(1_000, 0).stdin?.end(`${server.pid ?? 0}\n`);
    expect(await once(server, 'exit')).toEqual([null, 'SIGTERM']);
  });

  it('kills a process that does not exit within the grace time', async () => {
    const server = run('sh', ['-c', "trap '' TERM; echo; while :; do sleep 0.05; done"]);
    const running = reaper(200, 0);
    setTimeout(() => running.stdin?.end(`${server.pid ?? 0}\n`), 50);
    expect(await once(server, 'exit')).toEqual([null, 'SIGKILL']);
  });

  it('exits when it never got a process', async () => {
    const running = reaper(1_000, 0);
    running.stdin?.end();
    expect(await once(running, 'exit')).toEqual([0, null]);
  });

  it('polls ten times a second', () => {
    const { args } = reaperCommand('linux', { graceMs: 5_000, delayMs: 250 }, 'kafka.json');
    expect(args.slice(2)).toEqual(['reaper', '50', '3', 'kafka.json']);
  });
});

describe('killWithParent', () => {
  it('kills a child whose parent is killed', async () => {
    const program = `
      const { spawn } = require('node:child_process');
      import(${JSON.stringify(new URL('reaper.ts', import.meta.url).href)}).then(({ killWithParent }) => {
        const child = spawn('sleep', ['60'], { stdio: ['ignore', 'inherit', 'ignore'] });
        killWithParent(child, 'a test');
        console.log('started');
      });`;
    const env = { ...process.env, NODE_OPTIONS: '' };
    const launcher = spawn(process.execPath, ['-e', program], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    started.push(launcher);
    await once(launcher.stdout, 'data');
    launcher.kill('SIGKILL');
    // Both hold the pipe: it closes once the child has exited as well.
    await once(launcher.stdout, 'close');
  });
});
