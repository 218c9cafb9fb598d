import type { Candidate, Measurement, Work } from '../../candidate.ts';
import { EXCEEDANCE_THRESHOLD, loadReading } from '../../load/load-reading.ts';
import { countRows, recreatePeerTable } from '../peer-tables.ts';
import { preparePython, runPython } from './run-python.ts';

/** Messages by what the older project's consumer stores: with a commit for each row they take some seconds. */
const CONSUMED_MESSAGES = { everything: 3_000, exceedances: 15_000 } as const;
/** With a flush for each they take some seconds. */
const SENT_MESSAGES = 3_000;
/** Sent in turn: creating readings is not measured. */
const READINGS = 100;
const EXCEEDANCE_TABLE = 'peer_exceedance';

type Stored = keyof typeof CONSUMED_MESSAGES;

export const PYTHON_EVERYTHING = pythonConsumer('everything', 'every reading stored');
export const PYTHON_EXCEEDANCES = pythonConsumer('exceedances', 'only exceedances stored');

/** The older project's producer without its pause: send, then flush, for each message. */
export const PYTHON_PRODUCER: Candidate = {
  name: 'python-producer',
  title: "the older project's way in Python, a flush for each message",
  prepare: preparePython,
  measure: produce,
};

let groups = 0;

/** The older project's consumer, on a bounded number of messages. */
function pythonConsumer(store: Stored, what: string): Candidate {
  return {
    name: `python-${store}`,
    title: `the older project's way in Python, ${what}`,
    prepare: preparePython,
    measure: (work) => consume(work, store),
  };
}

async function consume(work: Work, store: Stored): Promise<Measurement> {
  const { brokers, topic, database } = work;
  const messages = Math.min(work.records, CONSUMED_MESSAGES[store]);
  const table = await recreateTable(work, store);
  const group = `python-${store}-${++groups}`;
  const task = { store, threshold: EXCEEDANCE_THRESHOLD, messages };
  const run = await runPython(work, 'consumer.py', { brokers, topic, group, database, table, ...task });
  const expected = store === 'exceedances' ? run.rows : messages;
  const complete = run.messages === messages && (await countRows(work, table)) === expected;
  return { events: messages, interval: run.interval, complete };
}

async function recreateTable(work: Work, store: Stored): Promise<string> {
  if (store === 'everything') return await recreatePeerTable(work, 'appended');
  await work.query(`DROP TABLE IF EXISTS ${EXCEEDANCE_TABLE}`);
  await work.query(
    `CREATE TABLE ${EXCEEDANCE_TABLE} (id INT AUTO_INCREMENT PRIMARY KEY, sensor_id VARCHAR(64), temperature FLOAT, timestamp DATETIME) ENGINE=InnoDB`,
  );
  return EXCEEDANCE_TABLE;
}

async function produce(work: Work): Promise<Measurement> {
  const { brokers, topic } = work;
  const messages = Math.min(work.records, SENT_MESSAGES);
  const readings = Array.from({ length: READINGS }, (_, index) => loadReading(index));
  const { interval } = await runPython(work, 'producer.py', { brokers, topic, messages, readings });
  return { events: messages, interval, complete: (await work.topicSize(topic)) === messages };
}
