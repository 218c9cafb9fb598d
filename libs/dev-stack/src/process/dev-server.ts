import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@weather/service-runtime';
import { Guard, type GuardTimes } from './guard.ts';
import { openLog, tailOf } from './log-file.ts';
import { removeIdentity, writeIdentity } from './pid-file.ts';
import { LOOPBACK, requireFreePorts, type PortSetting } from './ports.ts';
import { identityOf } from './process-identity.ts';

/** How to run one server. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What the stack knows about one of its servers. */
export interface ServerDefinition {
  readonly name: string;
  readonly setting: PortSetting;
  readonly logFile: string;
  readonly pidFile: string;
  readonly guardTimes: GuardTimes;
  /** Prepares the server's files and says how to run it; called before every start. */
  readonly prepare: () => Promise<Launch>;
  /** Resolves, with what the server says of itself, once it can do its work; rejects as long as it cannot. */
  readonly probe: () => Promise<string>;
  /** Called when a start has succeeded or failed. */
  readonly afterStart?: () => Promise<void>;
}

/** A server that ended although nobody asked it to. */
export type ServerLost = (name: string, logFile: string) => void;

export interface DevServerOptions {
  readonly logger: Logger;
  readonly lost: ServerLost;
  /** Ends the waiting for a server that is starting. */
  readonly signal: AbortSignal | undefined;
}

const READY_DEADLINE_MS = 120_000;
const STOP_DEADLINE_MS = 20_000;
const PROBE_INTERVAL_MS = 40;
const MS_PER_SECOND = 1000;

/** One server of the stack: a child process with a guard that ends it when this process is gone. */
export class DevServer {
  readonly #definition: ServerDefinition;
  readonly #logger: Logger;
  readonly #options: DevServerOptions;
  #child: ChildProcess | undefined;
  #exit: Promise<void> = Promise.resolve();
  #endExpected = false;

  constructor(definition: ServerDefinition, options: DevServerOptions) {
    this.#definition = definition;
    this.#logger = options.logger;
    this.#options = options;
  }

  get name(): string {
    return this.#definition.name;
  }

  get setting(): PortSetting {
    return this.#definition.setting;
  }

  get port(): number {
    return this.setting.port;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  /** @throws Error when it does not run. */
  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error(`${this.name} does not run`);
    return pid;
  }

  /**
   * Starts the server and returns when it answers; does nothing when it runs.
   * @throws ConfigurationError when its port is taken; Error with the end of its log when it ends instead of answering.
   */
  async start(): Promise<void> {
    if (this.running) return;
    const startedAt = performance.now();
    await requireFreePorts([this.#definition.setting]);
    this.#logger.info(`starting ${this.name}`);
    const launch = await this.#definition.prepare();
    try {
      await this.#spawn(launch);
      const version = await this.#untilReady();
      const seconds = ((performance.now() - startedAt) / MS_PER_SECOND).toFixed(1);
      this.#logger.info(`${this.name} answers at ${LOOPBACK}:${this.port}`, {
        version,
        seconds: Number(seconds),
      });
    } catch (error) {
      await this.kill();
      throw error;
    } finally {
      await this.#definition.afterStart?.();
    }
  }

  /** Asks the server to end and waits for it; kills it when it has not ended after 20 s. */
  async stop(): Promise<void> {
    if (!this.running) return;
    this.#endExpected = true;
    this.#child?.kill('SIGTERM');
    this.resume();
    const deadline = setTimeout(() => {
      this.#logger.warn(`${this.name} does not end in time and is killed`, { deadlineMs: STOP_DEADLINE_MS });
      this.#child?.kill('SIGKILL');
    }, STOP_DEADLINE_MS);
    await this.#exit;
    clearTimeout(deadline);
    this.#logger.info(`${this.name} has ended`);
  }

  /** Ends the server at once, as a crash would (SIGKILL). */
  async kill(): Promise<void> {
    this.#endExpected = true;
    this.#child?.kill('SIGKILL');
    await this.#exit;
  }

  /** Halts the server (SIGSTOP): its connections stay open and nothing answers. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  /** Lets a paused server go on. */
  resume(): void {
    if (process.platform !== 'win32') this.#child?.kill('SIGCONT');
  }

  async #spawn({ command, args, cwd, env }: Launch): Promise<void> {
    const { logFile, pidFile, guardTimes } = this.#definition;
    const log = await openLog(logFile);
    const guard = new Guard(guardTimes, pidFile);
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      // A group of its own: the terminal's Ctrl-C reaches the launcher alone, which ends its servers in order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    if (child.pid !== undefined) guard.watch(child.pid);
    this.#child = child;
    this.#endExpected = true;
    this.#exit = this.#ended(child, guard);
    await log.close();
    const identity = child.pid === undefined ? undefined : await identityOf(child.pid).catch(() => undefined);
    if (identity !== undefined) await writeIdentity(pidFile, identity);
  }

  async #ended(child: ChildProcess, guard: Guard): Promise<void> {
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', (error) => {
        this.#logger.error(`${this.name} cannot be run`, { reason: error.message });
        resolve();
      });
    });
    const { logFile, pidFile } = this.#definition;
    guard.release();
    this.#child = undefined;
    await removeIdentity(pidFile);
    if (!this.#endExpected) this.#options.lost(this.name, logFile);
  }

  /** From the moment it answers, a server that ends by itself is reported as lost. */
  async #untilReady(): Promise<string> {
    const deadline = performance.now() + READY_DEADLINE_MS;
    for (;;) {
      this.#options.signal?.throwIfAborted();
      const answer = await this.#definition.probe().catch((error: unknown) => error as Error);
      // Another program may have taken the port in the meantime and answer in its place.
      if (!this.running) throw await this.#failure();
      if (typeof answer === 'string') {
        this.#endExpected = false;
        return answer;
      }
      if (performance.now() > deadline) throw answer;
      await delay(PROBE_INTERVAL_MS);
    }
  }

  async #failure(): Promise<Error> {
    const { name, logFile } = this.#definition;
    return new Error(
      `${name} ended while it was starting. The end of its log, ${logFile}:\n${await tailOf(logFile)}`,
    );
  }
}
