import { ProgressLine, type ServiceDefinition } from '@weather/service-runtime';
import { StoreSnapshot, WeatherDatabase } from '@weather/weather-store';
import { QuietLoggingConfig, VERIFY_SUMMARIES_SECTIONS } from '../cli-config.ts';
import { USAGE } from '../usage.ts';
import { formatSummaries, reportOf, summariesJson } from './summaries-report.ts';
import { parseVerifySummaries } from './summaries-request.ts';

const EXIT_OK = 0;
const EXIT_FAULTS = 1;

export const VERIFY_SUMMARIES_COMMAND: ServiceDefinition<typeof VERIFY_SUMMARIES_SECTIONS> = {
  name: 'weather summaries verify',
  summary: `compares the summaries with a recomputation.\n\n${USAGE}`,
  sections: VERIFY_SUMMARIES_SECTIONS,
  logging: QuietLoggingConfig,
  logTo: 'stderr',
  run: async ({ settings, logger, signal, args: [, ...args], onStop }) => {
    const { range, json, maxExamples } = parseVerifySummaries(args);
    // What is interrupted has not found that all is well.
    process.exitCode = EXIT_FAULTS;
    const database = await WeatherDatabase.connect(settings.database, logger, signal);
    onStop(() => database.close());
    await database.waitForTables(signal);
    const progress = new ProgressLine(process.stderr, logger);
    const report = await database
      .whenReachable(
        () =>
          StoreSnapshot.take(database, (snapshot) =>
            reportOf(snapshot.compareRollups(range), maxExamples, (text) => progress.update(text)),
          ),
        { signal },
      )
      .finally(() => progress.end());
    process.stdout.write(json ? summariesJson(report) : formatSummaries(report));
    if (report.discrepancyCount === 0) process.exitCode = EXIT_OK;
  },
};
