import { ConfigurationError, DocumentError, documentFailure, loadDocument } from '@weather/service-runtime';
import type { Clock } from '../clock.ts';
import { Pacer, parseSpeed } from '../pacer.ts';
import type { OnSkipped } from '../source.ts';
import { resolveColumns } from './column-map.ts';
import { readHeader } from './csv-rows.ts';
import type { ReplayConfig } from './replay-config.ts';
import { ReplayFile, ReplayFileError } from './replay-file.ts';
import { parseMapping } from './replay-mapping.ts';
import { ReplaySource } from './replay-source.ts';
import { RowReader } from './row-reader.ts';

const REPLAY_FILE = 'REPLAY_FILE';
const REPLAY_MAPPING = 'REPLAY_MAPPING';

/**
 * Opens the configured file and finds the columns of the mapping in its header.
 * @throws ConfigurationError with all issues of the mapping, or the problem with the file.
 */
export async function openReplay(
  config: Readonly<ReplayConfig>,
  { clock, onSkipped }: { readonly clock: Clock; readonly onSkipped: OnSkipped },
): Promise<ReplaySource> {
  const { file: path, mapping: mappingPath } = requirePaths(config);
  const mapping = loadDocument(REPLAY_MAPPING, mappingPath, parseMapping);
  const { delimiter } = mapping;
  const { file, header } = await openFile(path, delimiter);
  const { columnMap, issues } = resolveColumns(mapping, header);
  if (issues.length > 0) throw documentFailure(REPLAY_MAPPING, mappingPath, new DocumentError(issues));
  const speed = parseSpeed(config.speed);
  return new ReplaySource({
    file,
    delimiter,
    rows: new RowReader(mapping, columnMap, file.name),
    zone: mapping.time.zone,
    maxSkipped: config.maxSkipped,
    pacer: Number.isFinite(speed) ? new Pacer(speed, clock) : undefined,
    onSkipped,
  });
}

function requirePaths({ file, mapping }: Readonly<ReplayConfig>): { file: string; mapping: string } {
  if (file !== undefined && mapping !== undefined) return { file, mapping };
  const problem = ' must be set for SOURCE=replay; expected the path of a file';
  throw new ConfigurationError([
    ...(file === undefined ? [{ env: REPLAY_FILE, problem }] : []),
    ...(mapping === undefined ? [{ env: REPLAY_MAPPING, problem }] : []),
  ]);
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
