import type { Contender, Measurement, Surroundings, Work } from '../../contender.ts';
import { ALERT_THRESHOLD } from '../../load/load-reading.ts';
import { freshPeerTable, rowsIn } from '../peer-tables.ts';
import { PreparedPython } from './prepared-python.ts';
import { runPython } from './run-python.ts';

/** What the older project's consumer stores; with a commit for each row it takes some seconds for so many messages. */
const MESSAGES = { everything: 3_000, alerts: 15_000 } as const;
const ALERT_TABLE = 'peer_alert';

type Stored = keyof typeof MESSAGES;

/** The older project's consumer, on a bounded number of messages. */
class PythonConsumer implements Contender {
  readonly #python = new PreparedPython();
  #runs = 0;

  constructor(
    readonly name: string,
    readonly title: string,
    private readonly store: Stored,
  ) {}

  async prepare(surroundings: Surroundings): Promise<string | undefined> {
    return await this.#python.prepare(surroundings);
  }

  async measure(work: Work): Promise<Measurement> {
    const { brokers, topic, database } = work;
    const messages = Math.min(work.records, MESSAGES[this.store]);
    const table = await this.#freshTable(work);
    const group = `${this.name}-${++this.#runs}`;
    const task = { store: this.store, threshold: ALERT_THRESHOLD, messages };
    const place = { brokers, topic, group, database, table };
    const run = await runPython(work, this.#python.interpreter, 'consumer.py', { ...place, ...task });
    const expected = this.store === 'alerts' ? run.rows : messages;
    const complete = run.messages === messages && (await rowsIn(work, table)) === expected;
    return { events: messages, interval: run.interval, complete };
  }

  async #freshTable(work: Work): Promise<string> {
    if (this.store === 'everything') return await freshPeerTable(work, 'appended');
    await work.query(`DROP TABLE IF EXISTS ${ALERT_TABLE}`);
    await work.query(
      `CREATE TABLE ${ALERT_TABLE} (id INT AUTO_INCREMENT PRIMARY KEY, sensor_id VARCHAR(64), temperature FLOAT, timestamp DATETIME) ENGINE=InnoDB`,
    );
    return ALERT_TABLE;
  }
}

export const PYTHON_EVERYTHING: Contender = new PythonConsumer(
  'python-everything',
  "the older project's way in Python, every reading stored",
  'everything',
);

export const PYTHON_ALERTS: Contender = new PythonConsumer(
  'python-alerts',
  "the older project's way in Python, alerts stored alone",
  'alerts',
);
