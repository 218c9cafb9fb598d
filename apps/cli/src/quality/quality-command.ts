import { ProgressLine, type ServiceDefinition } from '@weather/service-runtime';
import { WeatherDatabase } from '@weather/weather-store';
import { QUALITY_SECTIONS, QuietLoggingConfig } from '../cli-config.ts';
import { parseOptions, usageError } from '../parse-options.ts';
import { USAGE } from '../usage.ts';
import { assessQuality } from './assess-quality.ts';
import { formatQuality, qualityJson } from './format-quality.ts';
import { readTruth } from './read-truth.ts';

const OPTIONS = { truth: { type: 'string' }, json: { type: 'boolean' } } as const;
const EXIT_OK = 0;
const EXIT_INTERRUPTED = 1;

export const QUALITY_COMMAND: ServiceDefinition<typeof QUALITY_SECTIONS> = {
  name: 'weather quality',
  summary: `compares the flags of quality control with the faults of the simulator.\n\n${USAGE}`,
  sections: QUALITY_SECTIONS,
  logging: QuietLoggingConfig,
  logTo: 'stderr',
  run: async ({ settings, logger, signal, args: [, ...args], onStop }) => {
    const { truth: path, json = false } = parseOptions(args, OPTIONS);
    if (path === undefined) throw usageError('quality needs --truth FILE');
    const truth = await readTruth(path);
    process.exitCode = EXIT_INTERRUPTED;
    const database = await WeatherDatabase.connect(settings.database, logger, signal);
    onStop(() => database.close());
    await database.waitForTables(signal);
    const progress = new ProgressLine(process.stderr, logger);
    const report = await assessQuality({
      database,
      truth,
      progress: (text) => progress.update(text),
      signal,
    }).finally(() => progress.end());
    process.stdout.write(json ? qualityJson(report) : formatQuality(report));
    process.exitCode = EXIT_OK;
  },
};
