import type { Candidate, Measurement, BenchContext, Work } from '../../candidate.ts';
import { EXCEEDANCE_THRESHOLD } from '../../load/load-reading.ts';
import { recreatePeerTable, countRows } from '../peer-tables.ts';
import { PythonEnvironment } from './python-environment.ts';
import { runPython } from './run-python.ts';

/** Messages by what the older project's consumer stores: with a commit for each row they take some seconds. */
const MESSAGES = { everything: 3_000, exceedances: 15_000 } as const;
const EXCEEDANCE_TABLE = 'peer_exceedance';

type Stored = keyof typeof MESSAGES;

/** The older project's consumer, on a bounded number of messages. */
class PythonConsumer implements Candidate {
  readonly #python = new PythonEnvironment();
  #runs = 0;

  constructor(
    readonly name: string,
    readonly title: string,
    private readonly store: Stored,
  ) {}

  async prepare(context: BenchContext): Promise<string | undefined> {
    return await this.#python.prepare(context);
  }

  async measure(work: Work): Promise<Measurement> {
    const { brokers, topic, database } = work;
    const messages = Math.min(work.records, MESSAGES[this.store]);
    const table = await this.#recreateTable(work);
    const group = `${this.name}-${++this.#runs}`;
    const task = { store: this.store, threshold: EXCEEDANCE_THRESHOLD, messages };
    const place = { brokers, topic, group, database, table };
    const run = await runPython(work, this.#python.interpreter, 'consumer.py', { ...place, ...task });
    const expected = this.store === 'exceedances' ? run.rows : messages;
    const complete = run.messages === messages && (await countRows(work, table)) === expected;
    return { events: messages, interval: run.interval, complete };
  }

  async #recreateTable(work: Work): Promise<string> {
    if (this.store === 'everything') return await recreatePeerTable(work, 'appended');
    await work.query(`DROP TABLE IF EXISTS ${EXCEEDANCE_TABLE}`);
    await work.query(
      `CREATE TABLE ${EXCEEDANCE_TABLE} (id INT AUTO_INCREMENT PRIMARY KEY, sensor_id VARCHAR(64), temperature FLOAT, timestamp DATETIME) ENGINE=InnoDB`,
    );
    return EXCEEDANCE_TABLE;
  }
}

export const PYTHON_EVERYTHING: Candidate = new PythonConsumer(
  'python-everything',
  "the older project's way in Python, every reading stored",
  'everything',
);

export const PYTHON_EXCEEDANCES: Candidate = new PythonConsumer(
  'python-exceedances',
  "the older project's way in Python, only exceedances stored",
  'exceedances',
);
