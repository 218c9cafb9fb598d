import { ProgressLine, type ServiceDefinition } from '@weather/service-runtime';
import { WeatherDatabase } from '@weather/weather-store';
import { QuietLoggingConfig, REBUILD_SUMMARIES_SECTIONS } from '../cli-config.ts';
import { USAGE } from '../usage.ts';
import { rebuildSummaries } from './rebuild-summaries.ts';
import { parseRebuildSummaries } from './summaries-request.ts';

const EXIT_OK = 0;
const EXIT_UNFINISHED = 1;

export const REBUILD_SUMMARIES_COMMAND: ServiceDefinition<typeof REBUILD_SUMMARIES_SECTIONS> = {
  name: 'weather summaries rebuild',
  summary: `makes the summaries of a range anew.\n\n${USAGE}`,
  sections: REBUILD_SUMMARIES_SECTIONS,
  logging: QuietLoggingConfig,
  logTo: 'stderr',
  run: async ({ settings, logger, signal, args: [, ...args], onStop }) => {
    const range = parseRebuildSummaries(args);
    // A command that is interrupted has not done what was asked for.
    process.exitCode = EXIT_UNFINISHED;
    const database = await WeatherDatabase.connect(settings.database, logger, signal);
    onStop(() => database.close());
    await database.waitForTables(signal);
    const progress = new ProgressLine(process.stderr, logger);
    const days = await rebuildSummaries({
      database,
      range,
      progress: (text) => progress.update(text),
      signal,
    }).finally(() => progress.end());
    if (signal.aborted) return;
    process.stdout.write(`${days} days made anew\n`);
    process.exitCode = EXIT_OK;
  },
};
