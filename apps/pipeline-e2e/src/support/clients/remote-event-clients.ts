import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ClientsRequest } from './event-clients-process.ts';
import type { ClientCounts, Outcome, ReadersReport } from './event-clients.ts';

/** Event clients in a separate process, so that their CPU is not measured with that of others. */
export class RemoteEventClients {
  readonly #child: ChildProcess = fork(join(import.meta.dirname, 'event-clients-process.ts'), {
    execArgv: [],
  });

  /** @see EventClients.join */
  async join(address: string, size: ClientCounts): Promise<void> {
    await this.#ask({ kind: 'join', address, size });
  }

  /** @see EventClients.untilReadersReceived */
  async untilReadersReceived(readings: number): Promise<ReadersReport> {
    return (await this.#ask({ kind: 'until readers received', readings })) as ReadersReport;
  }

  /** @see EventClients.untilStalledNotified */
  async untilStalledNotified(): Promise<Outcome> {
    return (await this.#ask({ kind: 'until stalled notified' })) as Outcome;
  }

  /** Ends the process. */
  disconnect(): void {
    this.#child.kill();
  }

  async #ask(request: ClientsRequest): Promise<unknown> {
    const answer = once(this.#child, 'message');
    const failure = once(this.#child, 'exit').then(() => {
      throw new Error('the process of the event clients exited');
    });
    this.#child.send(request);
    const [result] = (await Promise.race([answer, failure])) as unknown[];
    return result;
  }
}
