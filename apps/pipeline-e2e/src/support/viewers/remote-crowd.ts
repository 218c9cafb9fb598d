import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CrowdRequest } from './crowd-process.ts';
import type { CrowdSize, Outcome, ReadersReport } from './crowd.ts';

/** A crowd in a process of its own, so that its work does not count as that of anybody else. */
export class RemoteCrowd {
  readonly #child: ChildProcess = fork(join(import.meta.dirname, 'crowd-process.ts'), { execArgv: [] });

  async join(address: string, size: CrowdSize): Promise<void> {
    await this.#ask({ kind: 'join', address, size });
  }

  /** @see Crowd.readersSaw */
  async readersSaw(readings: number): Promise<ReadersReport> {
    return (await this.#ask({ kind: 'readers saw', readings })) as ReadersReport;
  }

  /** @see Crowd.idleWereTold */
  async idleWereTold(): Promise<Outcome> {
    return (await this.#ask({ kind: 'idle were told' })) as Outcome;
  }

  leave(): void {
    this.#child.kill();
  }

  async #ask(request: CrowdRequest): Promise<unknown> {
    const answer = once(this.#child, 'message');
    const failure = once(this.#child, 'exit').then(() => {
      throw new Error('the process of the viewers has ended');
    });
    this.#child.send(request);
    const [result] = (await Promise.race([answer, failure])) as unknown[];
    return result;
  }
}
