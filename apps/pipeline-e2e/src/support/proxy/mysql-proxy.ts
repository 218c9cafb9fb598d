import { FaultProxy } from './fault-proxy.ts';
import type { Link } from './link.ts';
import { MysqlStatements } from './mysql-statements.ts';

/** The moment at which a statement is held: before the server gets it, once it is forwarded, or once it is answered. */
export type StatementMoment = 'before' | 'forwarded' | 'answered';

/** A statement that is being held. */
export interface CaughtStatement {
  /** Delivers the statement, or its answer. */
  release(): void;
  /** Drops what is held and resets both sides of the connection. */
  reset(): void;
}

interface Trap {
  readonly pattern: RegExp;
  readonly moment: StatementMoment;
  readonly onCaught: (statement: CaughtStatement) => void;
}

const COMMIT = /^commit\b/i;

/** A proxy that can hold a MySQL connection around a statement. */
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
    return await new Promise((onCaught) => this.#traps.push({ pattern, moment, onCaught }));
  }

  /** Ends every fault and stops waiting for statements. */
  override async heal(): Promise<void> {
    this.#traps = [];
    await super.heal();
  }

  protected override onOpen(link: Link): void {
    super.onOpen(link);
    const statements = new MysqlStatements();
    link.toServer.inspect = async (chunk) => {
      for (const statement of statements.push(chunk)) {
        const trap = this.#traps.find(({ pattern }) => pattern.test(statement));
        if (trap === undefined) continue;
        this.#traps = this.#traps.filter((other) => other !== trap);
        await holdAtMoment(trap, link);
      }
    };
  }
}

/** Holds the statement, or its answer, and passes it to the caller that waits for it. */
async function holdAtMoment({ moment, onCaught }: Trap, link: Link): Promise<void> {
  const statement = { release: () => link.release(), reset: () => link.reset() };
  const { toClient } = link;
  switch (moment) {
    case 'before':
      await new Promise<void>((resolve) => {
        const reset = (): void => {
          link.reset();
          resolve();
        };
        onCaught({ release: resolve, reset });
      });
      break;
    case 'forwarded':
      toClient.gate.close();
      // The chunk is forwarded after this call has returned.
      setImmediate(() => onCaught(statement));
      break;
    case 'answered':
      toClient.gate.close();
      toClient.inspect = () => {
        onCaught(statement);
        toClient.inspect = undefined;
        return Promise.resolve();
      };
      break;
  }
}
