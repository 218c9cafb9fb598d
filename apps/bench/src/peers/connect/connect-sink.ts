import { formatError } from '@weather/service-runtime';
import type { Candidate, Measurement, BenchContext, Work } from '../../candidate.ts';
import { timeDrain } from '../../run/time-drain.ts';
import { recreatePeerTable, countRows } from '../peer-tables.ts';
import { startConnectWorker } from './connect-worker.ts';
import { fetchConnect, type ConnectFolders } from './fetch-connect.ts';
import { countRowsWritten, hasRowCounter } from './rows-written.ts';
import { SecondHalf } from './second-half.ts';
import { requiredTable, type SinkMode } from './sink-settings.ts';

/** Kafka Connect with the Debezium JDBC sink at its best settings, from the first row in the table to the last. */
class ConnectSink implements Candidate {
  #folders: ConnectFolders | undefined;
  #runs = 0;

  constructor(
    readonly name: string,
    readonly title: string,
    private readonly mode: SinkMode,
  ) {}

  async prepare(context: BenchContext): Promise<string | undefined> {
    if (!(await hasRowCounter(context))) return 'its driver and the counting of its rows require MariaDB';
    try {
      this.#folders = await fetchConnect(context);
      return undefined;
    } catch (error) {
      context.signal.throwIfAborted();
      return formatError(error);
    }
  }

  async measure(work: Work): Promise<Measurement> {
    if (this.#folders === undefined) throw new Error(`${this.name} was not prepared`);
    const table = await recreatePeerTable(work, requiredTable(this.mode));
    const rowsWritten = await countRowsWritten(work);
    const name = `${this.name}-${++this.#runs}`;
    const worker = await startConnectWorker(work, this.#folders, { mode: this.mode, table, name });
    const secondHalf = new SecondHalf(work.records);
    const committed = async (): Promise<number> => {
      const rows = await rowsWritten();
      secondHalf.record(rows);
      return rows;
    };
    try {
      const drained = await timeDrain({ ...work, processes: [worker], committed });
      const more = { secondHalfPerSecond: secondHalf.perSecond };
      await worker.stop();
      return { ...drained, complete: (await countRows(work, table)) === work.records, more };
    } catch (error) {
      throw new Error(`${formatError(error)}; output of its worker:\n${worker.output}`, { cause: error });
    } finally {
      await worker.kill();
    }
  }
}

export const CONNECT_UPSERT: Candidate = new ConnectSink(
  'connect-upsert',
  'Kafka Connect + Debezium JDBC sink, upsert',
  'upsert',
);

export const CONNECT_INSERT: Candidate = new ConnectSink(
  'connect-insert',
  'Kafka Connect + Debezium JDBC sink, plain insert',
  'insert',
);
