import type { Contender, Measurement, Work } from '../../contender.ts';
import { loadReading } from '../../load/load-reading.ts';
import { PreparedPython } from './prepared-python.ts';
import { runPython } from './run-python.ts';

/** A flush for each takes some seconds for so many. */
const MESSAGES = 3_000;
/** Sent in turn: how a reading is made is not measured. */
const READINGS = 100;

const python = new PreparedPython();

/** The older project's producer without its pause: send, then flush, for each message. */
export const PYTHON_PRODUCER: Contender = {
  name: 'python-producer',
  title: "the older project's way in Python, a flush for each message",
  prepare: (surroundings) => python.prepare(surroundings),
  measure: produce,
};

async function produce(work: Work): Promise<Measurement> {
  const { brokers, topic } = work;
  const messages = Math.min(work.records, MESSAGES);
  const readings = Array.from({ length: READINGS }, (_, index) => loadReading(index));
  const settings = { brokers, topic, messages, readings };
  const { interval } = await runPython(work, python.interpreter, 'producer.py', settings);
  return { events: messages, interval, complete: (await work.topicSize(topic)) === messages };
}
