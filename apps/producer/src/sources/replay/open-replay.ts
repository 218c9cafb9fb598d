import { readFile } from 'node:fs/promises';
import { ConfigurationError, formatError } from '@weather/service-runtime';
import type { Clock } from '../clock.ts';
import { Pace, parseSpeed } from '../pace.ts';
import type { OnSkipped } from '../source.ts';
import { readHeader } from './file-rows.ts';
import { parseMapping, type MappingFault } from './parse-mapping.ts';
import type { ReplayConfig } from './replay-config.ts';
import { ReplayFileError } from './replay-file-error.ts';
import { ReplayFile } from './replay-file.ts';
import type { ReplayMapping } from './replay-mapping.ts';
import { ReplaySource } from './replay-source.ts';
import { resolveLayout } from './row-layout.ts';
import { RowReader } from './row-reader.ts';

const REPLAY_FILE = 'REPLAY_FILE';
const REPLAY_MAPPING = 'REPLAY_MAPPING';
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Opens the file that the settings name and finds the columns of the mapping in it.
 * @throws ConfigurationError naming all faults of the mapping, or what is wrong with the file.
 */
export async function openReplay(
  config: Readonly<ReplayConfig>,
  { clock, onSkipped }: { readonly clock: Clock; readonly onSkipped: OnSkipped },
): Promise<ReplaySource> {
  const { file: path, mapping: mappingPath } = requirePaths(config);
  const mapping = await loadMapping(mappingPath);
  const { delimiter } = mapping;
  const { file, header } = await openFile(path, delimiter);
  const { layout, faults } = resolveLayout(mapping, header);
  if (faults.length > 0) throw mappingError(mappingPath, faults);
  const speed = parseSpeed(config.speed);
  return new ReplaySource({
    file,
    delimiter,
    rows: new RowReader(mapping, layout, file.name),
    zone: mapping.time.zone,
    maxSkipped: config.maxSkipped,
    pace: Number.isFinite(speed) ? new Pace(speed, clock) : undefined,
    onSkipped,
  });
}

function requirePaths({ file, mapping }: Readonly<ReplayConfig>): { file: string; mapping: string } {
  if (file !== undefined && mapping !== undefined) return { file, mapping };
  const missing = [
    ...(file === undefined ? [REPLAY_FILE] : []),
    ...(mapping === undefined ? [REPLAY_MAPPING] : []),
  ];
  throw new ConfigurationError(
    missing.map((env) => ({
      env,
      problem: ' is not set: allowed: the path of a file; SOURCE=replay needs it',
    })),
  );
}

async function loadMapping(path: string): Promise<ReplayMapping> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ConfigurationError([{ env: REPLAY_MAPPING, problem: `="${path}": ${formatError(error)}` }]);
  });
  const { mapping, faults } = parseMapping(text.replace(BYTE_ORDER_MARK, ''));
  if (!mapping) throw mappingError(path, faults);
  return mapping;
}

function mappingError(path: string, faults: readonly MappingFault[]): ConfigurationError {
  return new ConfigurationError(
    faults.map((fault) => ({
      env: REPLAY_MAPPING,
      problem: `="${path}": ${[fault.path, fault.problem].filter(Boolean).join(' ')}`,
    })),
  );
}

async function openFile(path: string, delimiter: string): Promise<{ file: ReplayFile; header: string[] }> {
  try {
    const file = await ReplayFile.open(path);
    return { file, header: await readHeader(file, delimiter) };
  } catch (error) {
    if (!(error instanceof ReplayFileError)) throw error;
    throw new ConfigurationError([{ env: REPLAY_FILE, problem: `="${path}": ${error.message}` }]);
  }
}
