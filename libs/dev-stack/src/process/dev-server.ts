import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { MS_PER_SECOND, type Logger } from '@weather/service-runtime';
import { Reaper, type ReaperTimes } from './reaper.ts';
import { openLog, readTail } from './log-file.ts';
import { readIdentity, removePidFile, writePidFile } from './process-identity.ts';
import { LOOPBACK, requireFreePorts, type PortSetting } from './ports.ts';

/** The command that runs a server. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** One server of the stack. */
export interface ServerDefinition {
  readonly name: string;
  readonly setting: PortSetting;
  readonly logFile: string;
  readonly pidFile: string;
  readonly reaperTimes: ReaperTimes;
  /** Prepares the server's files and returns its command; called before every start. */
  readonly prepare: () => Promise<Launch>;
  /** Resolves with the server's version once it is ready; rejects until then. */
  readonly probe: () => Promise<string>;
  /** Called after a start, successful or not. */
  readonly afterStart?: () => Promise<void>;
}

/** Called for a server that exited unexpectedly. */
export type OnServerLost = (name: string, logFile: string) => void;

export interface DevServerOptions {
  readonly logger: Logger;
  readonly onLost: OnServerLost;
  /** Ends the wait for a server that is starting. */
  readonly signal: AbortSignal | undefined;
}

const READY_DEADLINE_MS = 120_000;
const STOP_DEADLINE_MS = 20_000;
const PROBE_INTERVAL_MS = 40;

/** A server as a child process, with a reaper that stops it when this process is gone. */
export class DevServer {
  readonly #definition: ServerDefinition;
  readonly #logger: Logger;
  readonly #options: DevServerOptions;
  #child: ChildProcess | undefined;
  #exit: Promise<void> = Promise.resolve();
  #exitExpected = false;

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

  /** @throws Error when the server does not run. */
  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error(`${this.name} is not running`);
    return pid;
  }

  /**
   * Starts the server and returns when it is ready; does nothing when it runs.
   * @throws ConfigurationError when its port is in use; Error with the end of its log when it exits instead.
   */
  async start(): Promise<void> {
    if (this.running) return;
    const startedAt = performance.now();
    await requireFreePorts([this.#definition.setting]);
    this.#logger.info(`starting ${this.name}`);
    const launch = await this.#definition.prepare();
    try {
      await this.#spawn(launch);
      const version = await this.#waitUntilReady();
      const seconds = ((performance.now() - startedAt) / MS_PER_SECOND).toFixed(1);
      this.#logger.info(`${this.name} ready at ${LOOPBACK}:${this.port}`, {
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

  /** Sends SIGTERM, and SIGKILL after 20 s, and waits for the exit. */
  async stop(): Promise<void> {
    if (!this.running) return;
    this.#exitExpected = true;
    this.#child?.kill('SIGTERM');
    this.resume();
    const deadline = setTimeout(() => {
      this.#logger.warn(`${this.name} did not stop in time, killing it`, { deadlineMs: STOP_DEADLINE_MS });
      this.#child?.kill('SIGKILL');
    }, STOP_DEADLINE_MS);
    await this.#exit;
    clearTimeout(deadline);
    this.#logger.info(`${this.name} stopped`);
  }

  /** Kills the server (SIGKILL), as a crash would. */
  async kill(): Promise<void> {
    this.#exitExpected = true;
    this.#child?.kill('SIGKILL');
    await this.#exit;
  }

  /** Suspends the server (SIGSTOP): its connections stay open without an answer. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  /** Resumes a paused server. */
  resume(): void {
    if (process.platform !== 'win32') this.#child?.kill('SIGCONT');
  }

  async #spawn({ command, args, cwd, env }: Launch): Promise<void> {
    const { logFile, pidFile, reaperTimes } = this.#definition;
    const log = await openLog(logFile);
    const reaper = new Reaper(reaperTimes, pidFile);
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      // In a process group of its own, so that the terminal's Ctrl-C reaches only the launcher, which stops its servers in order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    if (child.pid !== undefined) reaper.watch(child.pid);
    this.#child = child;
    this.#exitExpected = true;
    this.#exit = this.#whenExited(child, reaper);
    await log.close();
    const identity =
      child.pid === undefined ? undefined : await readIdentity(child.pid).catch(() => undefined);
    if (identity !== undefined) await writePidFile(pidFile, identity);
  }

  async #whenExited(child: ChildProcess, reaper: Reaper): Promise<void> {
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', (error) => {
        this.#logger.error(`${this.name} cannot be run`, { reason: error.message });
        resolve();
      });
    });
    const { logFile, pidFile } = this.#definition;
    reaper.release();
    this.#child = undefined;
    await removePidFile(pidFile);
    if (!this.#exitExpected) this.#options.onLost(this.name, logFile);
  }

  /** Once it is ready, a server that exits unexpectedly is reported as lost. */
  async #waitUntilReady(): Promise<string> {
    const deadline = performance.now() + READY_DEADLINE_MS;
    for (;;) {
      this.#options.signal?.throwIfAborted();
      const answer = await this.#definition.probe().catch((error: unknown) => error as Error);
      // Another program may have taken the port in the meantime and answer in the server's place.
      if (!this.running) throw await this.#startFailure();
      if (typeof answer === 'string') {
        this.#exitExpected = false;
        return answer;
      }
      if (performance.now() > deadline) throw answer;
      await delay(PROBE_INTERVAL_MS);
    }
  }

  async #startFailure(): Promise<Error> {
    const { name, logFile } = this.#definition;
    return new Error(
      `${name} exited during its start. The end of its log, ${logFile}:\n${await readTail(logFile)}`,
    );
  }
}
