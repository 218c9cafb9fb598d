import { createWriteStream, existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Work } from '../candidate.ts';
import { loadReading } from '../load/load-reading.ts';
import type { RunningProducer, StartProducer } from '../run/drain-candidates.ts';
import { startApp } from './built-apps.ts';

/** The replay must not end before the last record that is counted. */
const FILE_PER_RECORD = 1.3;

const MAPPING = {
  station: { column: 'station' },
  time: { column: 'time' },
  quantities: {
    temperature: { column: 'temperature', unit: '°C' },
    humidity: { column: 'humidity', unit: '%' },
    pressure: { column: 'pressure', unit: 'hPa' },
    windSpeed: { column: 'windSpeed', unit: 'm/s' },
    windDirection: { column: 'windDirection', unit: '°' },
    precipitation: { column: 'precipitation', unit: 'mm' },
  },
};

/** The built producer with its default settings, simulating readings at full speed. */
export function pipelineSimulator(nodeOptions?: readonly string[]): StartProducer {
  return (work) =>
    Promise.resolve(start(work, { SOURCE: 'simulator', SIMULATION_SPEED: 'max' }, nodeOptions));
}

/** The built producer with its default settings, replaying a CSV file of the load's readings at full speed. */
export function pipelineReplay(nodeOptions?: readonly string[]): StartProducer {
  return async (work) => {
    const rows = Math.ceil(work.records * FILE_PER_RECORD);
    const REPLAY_FILE = join(work.scratch, `load-${rows}.csv`);
    const REPLAY_MAPPING = join(work.scratch, 'load.mapping.json');
    if (!existsSync(REPLAY_FILE)) {
      await writeFile(REPLAY_MAPPING, JSON.stringify(MAPPING));
      await pipeline(Readable.from(csvLines(rows)), createWriteStream(REPLAY_FILE));
    }
    return start(work, { SOURCE: 'replay', REPLAY_FILE, REPLAY_MAPPING }, nodeOptions);
  };
}

function start(
  work: Work,
  settings: Readonly<Record<string, string>>,
  nodeOptions?: readonly string[],
): RunningProducer {
  const process = startApp('producer', work, { TOPIC: work.topic, ...settings }, nodeOptions);
  return { process, acknowledged: () => readSentCount(process.lines) };
}

/** Reads the number of sent readings from the producer's last log line with counts. */
function readSentCount(lines: readonly string[]): number {
  const counts = lines.findLast((line) => line.includes('"readingsPerSecond"')) ?? '{}';
  return Number((JSON.parse(counts) as { sent?: number }).sent);
}

function* csvLines(rows: number): Generator<string> {
  yield `station,time,${Object.keys(MAPPING.quantities).join(',')}\n`;
  for (let index = 0; index < rows; index++) yield `${Object.values(loadReading(index)).join(',')}\n`;
}
