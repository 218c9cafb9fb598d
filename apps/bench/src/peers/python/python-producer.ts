import type { Candidate, Measurement, Work } from '../../candidate.ts';
import { loadReading } from '../../load/load-reading.ts';
import { PythonEnvironment } from './python-environment.ts';
import { runPython } from './run-python.ts';

/** With a flush for each they take some seconds. */
const MESSAGES = 3_000;
/** Sent in turn: creating readings is not measured. */
const READINGS = 100;

const python = new PythonEnvironment();

/** The older project's producer without its pause: send, then flush, for each message. */
export const PYTHON_PRODUCER: Candidate = {
  name: 'python-producer',
  title: "the older project's way in Python, a flush for each message",
  prepare: (context) => python.prepare(context),
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
