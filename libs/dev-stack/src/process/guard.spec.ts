import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { guardCommand } from './guard.ts';

const started: ChildProcess[] = [];

function run(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'ignore'] });
  started.push(child);
  return child;
}

function guard(graceMs: number, delayMs: number): ChildProcess {
  const { command, args } = guardCommand('linux', { graceMs, delayMs }, 'a test');
  return run(command, args);
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

describe('the guard', () => {
  it('ends its process when its input ends', async () => {
    const server = run('sleep', ['60']);
    guard(1_000, 0).stdin?.end(`${server.pid ?? 0}\n`);
    expect(await once(server, 'exit')).toEqual([null, 'SIGTERM']);
  });

  it('kills a process that does not end in its time of grace', async () => {
    const server = run('sh', ['-c', "trap '' TERM; echo; while :; do sleep 0.05; done"]);
    const guarding = guard(200, 0);
    setTimeout(() => guarding.stdin?.end(`${server.pid ?? 0}\n`), 50);
    expect(await once(server, 'exit')).toEqual([null, 'SIGKILL']);
  });

  it('ends by itself when it never got a process', async () => {
    const guarding = guard(1_000, 0);
    guarding.stdin?.end();
    expect(await once(guarding, 'exit')).toEqual([0, null]);
  });

  it('polls ten times a second', () => {
    const { args } = guardCommand('linux', { graceMs: 5_000, delayMs: 250 }, 'kafka.json');
    expect(args.slice(2)).toEqual(['guard', '50', '3', 'kafka.json']);
  });
});

describe('endWithLauncher', () => {
  it('ends a child whose launcher is killed', async () => {
    const program = `
      const { spawn } = require('node:child_process');
      import(${JSON.stringify(new URL('guard.ts', import.meta.url).href)}).then(({ endWithLauncher }) => {
        const child = spawn('sleep', ['60'], { stdio: ['ignore', 'inherit', 'ignore'] });
        endWithLauncher(child, 'a test');
        console.log('started');
      });`;
    const env = { ...process.env, NODE_OPTIONS: '' };
    const launcher = spawn(process.execPath, ['-e', program], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    started.push(launcher);
    await once(launcher.stdout, 'data');
    launcher.kill('SIGKILL');
    // Both hold the pipe: it closes when the child has ended as well.
    await once(launcher.stdout, 'close');
  });
});
