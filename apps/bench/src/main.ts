import { LoggingConfig, runService } from '@weather/service-runtime';
import { parseBenchOptions } from './bench-options.ts';
import { runBench } from './run-bench.ts';
import { USAGE } from './usage.ts';

/** Progress is for people. */
class ProgressLoggingConfig extends LoggingConfig {
  override format: LoggingConfig['format'] = 'pretty';
}

await runService({
  name: 'bench',
  summary: `measures the pipeline, its peers and the limits side by side.\n\n${USAGE}`,
  sections: {},
  logging: ProgressLoggingConfig,
  logTo: 'stderr',
  run: async ({ args, logger, signal }) => {
    const results = await runBench(parseBenchOptions(args), logger, signal);
    process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
  },
});
