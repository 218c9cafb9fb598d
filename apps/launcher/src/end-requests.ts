import type { Environment } from '@weather/service-runtime';
import type { RunEnd } from './run-end.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_CHECK_MS = 500;

/**
 * Ends the run on Ctrl-C, SIGTERM or the loss of the terminal, and when npm or the parent process that it was started
 * by is gone, even by kill -9. A signal that comes twice, as from a terminal and from npm, counts once.
 */
export function listenForEnd(end: RunEnd, environment: Environment): void {
  for (const name of SIGNALS) process.on(name, () => end.request(name));
  process.stdout.on('error', () => end.request('nobody reads the output any more'));
  if (process.channel) {
    process.once('disconnect', () => end.request('the parent process is gone'));
    process.channel.unref();
  }
  if (environment['npm_lifecycle_event'] !== undefined) watchParent(end);
}

/** A process whose parent ends is given another one. */
function watchParent(end: RunEnd): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end.request('npm is gone');
  }, PARENT_CHECK_MS).unref();
}
