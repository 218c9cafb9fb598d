import type { Environment, Logger } from '@weather/service-runtime';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_CHECK_MS = 500;

/** Decides when and why a run ends: shutdown was requested, or a part failed. The first reason counts. */
export class ShutdownController {
  readonly #controller = new AbortController();
  readonly #logger: Logger;
  #failed = false;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Aborted when the run must end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** Requests an orderly shutdown. */
  request(reason: string): void {
    if (this.signal.aborted) return;
    this.#logger.info('stopping', { reason });
    this.#controller.abort();
  }

  /** Shuts down because a part failed that the rest cannot do without. */
  fail(message: string): void {
    if (this.signal.aborted) return;
    this.#logger.error(message);
    this.#failed = true;
    this.#controller.abort();
  }

  /** Marks the run as over: later exits are its consequence and no failures. */
  finish(): void {
    this.#controller.abort();
  }

  /** Resolves when the run must end. */
  async whenRequested(): Promise<undefined> {
    if (this.signal.aborted) return;
    await new Promise((resolve) => this.signal.addEventListener('abort', resolve, { once: true }));
  }
}

/**
 * Requests shutdown on Ctrl-C, SIGTERM or the loss of the terminal, and when npm or the parent process is gone, even by
 * kill -9. A signal that arrives twice, from the terminal and from npm, counts once.
 */
export function requestShutdownOnSignals(shutdown: ShutdownController, environment: Environment): void {
  for (const name of SIGNALS) process.on(name, () => shutdown.request(name));
  process.stdout.on('error', () => shutdown.request('standard output was closed'));
  if (process.channel) {
    process.once('disconnect', () => shutdown.request('the parent process is gone'));
    process.channel.unref();
  }
  if (environment['npm_lifecycle_event'] !== undefined) watchParent(shutdown);
}

/** A process whose parent exits gets another parent. */
function watchParent(shutdown: ShutdownController): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) shutdown.request('npm is gone');
  }, PARENT_CHECK_MS).unref();
}
