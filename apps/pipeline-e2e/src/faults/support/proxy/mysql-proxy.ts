import { FaultProxy } from './fault-proxy.ts';
import type { Link } from './link.ts';
import { MysqlStatements } from './mysql-statements.ts';

/** Where a COMMIT is caught: before the server gets it, when the server has it, or when the server has answered it. */
export type CommitMoment = 'before' | 'forwarded' | 'answered';

/** A COMMIT that is being held. */
export interface CaughtCommit {
  /** Lets it, or its answer, go on. */
  release(): void;
  /** Drops what is held and resets both sides of the connection. */
  reset(): void;
}

interface Trap {
  readonly moment: CommitMoment;
  readonly caught: (commit: CaughtCommit) => void;
}

const COMMIT = /^\s*commit\b/i;

/** A proxy that can stop the world of a client of MySQL around a COMMIT. */
export class MysqlProxy extends FaultProxy {
  #traps: Trap[] = [];

  static override async listen(targetPort: number): Promise<MysqlProxy> {
    const proxy = new MysqlProxy(targetPort);
    await proxy.listen();
    return proxy;
  }

  /** Catches the next COMMIT on any connection. */
  async nextCommit(moment: CommitMoment): Promise<CaughtCommit> {
    return await new Promise((caught) => this.#traps.push({ moment, caught }));
  }

  protected override opened(link: Link): void {
    super.opened(link);
    const statements = new MysqlStatements();
    link.toServer.inspect = async (chunk) => {
      if (!statements.push(chunk).some((statement) => COMMIT.test(statement))) return;
      const trap = this.#traps.shift();
      if (trap) await this.#spring(trap, link);
    };
  }

  async #spring({ moment, caught }: Trap, link: Link): Promise<void> {
    const commit = { release: () => link.release(), reset: () => link.reset() };
    const { toClient } = link;
    switch (moment) {
      case 'before':
        await new Promise<void>((resolve) => {
          const reset = (): void => {
            link.reset();
            resolve();
          };
          caught({ release: resolve, reset });
        });
        break;
      case 'forwarded':
        toClient.gate.close();
        // The chunk goes on when this call has returned.
        setImmediate(() => caught(commit));
        break;
      case 'answered':
        toClient.gate.close();
        toClient.inspect = () => {
          caught(commit);
          toClient.inspect = undefined;
          return Promise.resolve();
        };
        break;
    }
  }
}
