import { formatError } from '@weather/service-runtime';
import type { Candidate, Measurement, Work } from '../../candidate.ts';
import { timeDrain } from '../../run/time-drain.ts';
import { recreatePeerTable, countRows } from '../peer-tables.ts';
import { requiredTable, type SinkMode } from './connect-settings.ts';
import { startConnectWorker } from './connect-worker.ts';
import { fetchConnect } from './fetch-connect.ts';
import { countRowsWritten, hasRowCounter, SecondHalf } from './rows-written.ts';

export const CONNECT_UPSERT = connectSink('upsert', 'Kafka Connect + Debezium JDBC sink, upsert');
export const CONNECT_INSERT = connectSink('insert', 'Kafka Connect + Debezium JDBC sink, plain insert');

/** Kafka Connect with the Debezium JDBC sink at its best settings, from the first row in the table to the last. */
function connectSink(mode: SinkMode, title: string): Candidate {
  return {
    name: `connect-${mode}`,
    title,
    prepare: async (context) => {
      if (!(await hasRowCounter(context))) return 'its driver and the counting of its rows require MariaDB';
      try {
        await fetchConnect(context);
        return undefined;
      } catch (error) {
        context.signal.throwIfAborted();
        return formatError(error);
      }
    },
    measure: (work) => measure(work, mode),
  };
}

async function measure(work: Work, mode: SinkMode): Promise<Measurement> {
  const table = await recreatePeerTable(work, requiredTable(mode));
  const rowsWritten = await countRowsWritten(work);
  const worker = await startConnectWorker(work, mode, table);
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
