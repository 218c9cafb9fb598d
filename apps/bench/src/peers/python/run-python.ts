import type { Work } from '../../candidate.ts';
import type { Interval } from '../../process/stopwatch.ts';
import { sourceScript } from '../../workspace.ts';

/** A script's final line. */
export interface Ended {
  readonly messages: number;
  /** Stored rows; 0 for the producer. */
  readonly rows: number;
}

/** A run of a script from its first message to its last. */
export interface PythonRun extends Ended {
  readonly interval: Interval;
}

const BEGAN = /^\{"event": "began"/;
const ENDED = /^\{"event": "ended"/;

/**
 * Runs a script and times it from its report that it began; joining the group is not counted.
 * @throws Error with its output when it exits before it is done.
 */
export async function runPython(
  work: Work,
  python: string,
  script: 'consumer.py' | 'producer.py',
  settings: object,
): Promise<PythonRun> {
  const env = { PEER_SETTINGS: JSON.stringify(settings), PYTHONDONTWRITEBYTECODE: '1' };
  const process = work.spawn(python, [sourceScript(`peers/python/${script}`)], { env });
  try {
    await process.line(BEGAN);
    const lap = work.stopwatch.start([process.pid]);
    const ended = parseEnded(await process.line(ENDED));
    return { ...ended, interval: lap.stop() };
  } finally {
    await process.kill();
  }
}

/** Parses a script's final line. */
export function parseEnded(line: string): Ended {
  const { messages, rows = 0 } = JSON.parse(line) as { messages: number; rows?: number };
  return { messages, rows };
}
