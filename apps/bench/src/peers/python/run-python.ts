import type { Work } from '../../contender.ts';
import type { Interval } from '../../process/stopwatch.ts';
import { sourceScript } from '../../workspace.ts';

/** What a script says at its end. */
export interface Ended {
  readonly messages: number;
  /** That it has stored; 0 of the producer. */
  readonly rows: number;
}

/** A script that ran from its first message to its last. */
export interface PythonRun extends Ended {
  readonly interval: Interval;
}

const BEGAN = /^\{"event": "began"/;
const ENDED = /^\{"event": "ended"/;

/**
 * Runs a script, and times it from when it says that it began: joining the group is not counted.
 * @throws Error with its output when it ends before it has done its work.
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

/** Reads a script's last line. */
export function parseEnded(line: string): Ended {
  const { messages, rows = 0 } = JSON.parse(line) as { messages: number; rows?: number };
  return { messages, rows };
}
