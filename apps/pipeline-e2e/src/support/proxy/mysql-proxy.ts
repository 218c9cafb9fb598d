import { FaultProxy } from './fault-proxy.ts';
import type { Link } from './link.ts';
import { MysqlStatements } from './mysql-statements.ts';

/** Where a statement is caught: before the server gets it, when the server has it, or when the server has answered it. */
export type StatementMoment = 'before' | 'forwarded' | 'answered';

/** A statement that is being held. */
export interface CaughtStatement {
  /** Lets it, or its answer, go on. */
  release(): void;
  /** Drops what is held and resets both sides of the connection. */
  reset(): void;
}

interface Trap {
  readonly pattern: RegExp;
  readonly moment: StatementMoment;
  readonly caught: (statement: CaughtStatement) => void;
}

const COMMIT = /^commit\b/i;

/** A proxy that can stop the world of a client of MySQL around a statement. */
export class MysqlProxy extends FaultProxy {
  #traps: Trap[] = [];

  static override async listen(targetPort: number): Promise<MysqlProxy> {
    const proxy = new MysqlProxy(targetPort);
    await proxy.listen();
    return proxy;
  }

  /** Catches the next COMMIT on any connection. */
  async nextCommit(moment: StatementMoment): Promise<CaughtStatement> {
    return await this.nextStatement(COMMIT, moment);
  }

  /** Catches the next statement that matches, on any connection. */
  async nextStatement(pattern: RegExp, moment: StatementMoment): Promise<CaughtStatement> {
    return await new Promise((caught) => this.#traps.push({ pattern, moment, caught }));
  }

  /** Lets go of statements that have not come yet. */
  override async heal(): Promise<void> {
    this.#traps = [];
    await super.heal();
  }

  protected override opened(link: Link): void {
    super.opened(link);
    const statements = new MysqlStatements();
    link.toServer.inspect = async (chunk) => {
      for (const statement of statements.push(chunk)) {
        const trap = this.#traps.find(({ pattern }) => pattern.test(statement));
        if (trap === undefined) continue;
        this.#traps = this.#traps.filter((other) => other !== trap);
        await spring(trap, link);
      }
    };
  }
}

/** Holds the statement, or its answer, and hands it over to whoever waits for it. */
async function spring({ moment, caught }: Trap, link: Link): Promise<void> {
  const statement = { release: () => link.release(), reset: () => link.reset() };
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
      setImmediate(() => caught(statement));
      break;
    case 'answered':
      toClient.gate.close();
      toClient.inspect = () => {
        caught(statement);
        toClient.inspect = undefined;
        return Promise.resolve();
      };
      break;
  }
}
