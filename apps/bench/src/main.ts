import { LoggingConfig, runService } from '@weather/service-runtime';
import { parseBenchOptions, USAGE } from './bench-options.ts';
import { resultsText } from './results/results-text.ts';
import { writeResults } from './results/write-results.ts';
import { runBench } from './run-bench.ts';

/** Progress is read by people. */
class ProgressLoggingConfig extends LoggingConfig {
  override format: LoggingConfig['format'] = 'pretty';
}

const EXIT_INTERRUPTED = 1;

await runService({
  name: 'bench',
  summary: `measures the pipeline, its peers and the limits side by side.\n\n${USAGE}`,
  sections: {},
  logging: ProgressLoggingConfig,
  logTo: 'stderr',
  run: async ({ args, logger, signal }) => {
    const options = parseBenchOptions(args);
    try {
      const report = await runBench(options, args, { logger, signal });
      const path = await writeResults(report, options.folder);
      process.stdout.write(resultsText(report));
      logger.info(`results written to ${path}`);
    } catch (error) {
      if (!signal.aborted) throw error;
      logger.warn('interrupted, no results written');
      process.exitCode = EXIT_INTERRUPTED;
    }
  },
});
