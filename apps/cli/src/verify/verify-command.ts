import { KafkaConnection } from '@weather/kafka-client';
import { ProgressLine, type ServiceDefinition } from '@weather/service-runtime';
import { WeatherDatabase } from '@weather/weather-store';
import { QuietLoggingConfig, VERIFY_SECTIONS } from '../cli-config.ts';
import { parseOptions, wholeNumber } from '../parse-options.ts';
import { USAGE } from '../usage.ts';
import { formatReport, reportJson } from './format-report.ts';
import { verify } from './verification.ts';

const OPTIONS = {
  quick: { type: 'boolean' },
  json: { type: 'boolean' },
  examples: { type: 'string' },
} as const;
const DEFAULT_EXAMPLES = 20;
const EXIT_OK = 0;
const EXIT_FAULTS = 1;

export const VERIFY_COMMAND: ServiceDefinition<typeof VERIFY_SECTIONS> = {
  name: 'weather verify',
  summary: `compares Kafka with the tables, record by record.\n\n${USAGE}`,
  sections: VERIFY_SECTIONS,
  logging: QuietLoggingConfig,
  logTo: 'stderr',
  run: async ({ settings, logger, signal, args: [, ...args], onStop }) => {
    const { quick = false, json = false, examples } = parseOptions(args, OPTIONS);
    const maxExamples = wholeNumber('--examples', examples) ?? DEFAULT_EXAMPLES;
    // What is interrupted has not found that all is well.
    process.exitCode = EXIT_FAULTS;
    const database = await WeatherDatabase.connect(settings.database, logger, signal);
    onStop(() => database.close());
    await database.waitForTables(signal);
    const progress = new ProgressLine(process.stderr, logger);
    const report = await verify({
      database,
      connection: new KafkaConnection(settings.kafka, logger),
      consumption: settings.consumption,
      deadLetterTopic: settings.deadLetters.deadLetterTopic,
      quick,
      maxExamples,
      progress: (text) => progress.update(text),
      signal,
    }).finally(() => progress.end());
    process.stdout.write(json ? reportJson(report) : formatReport(report));
    if (report.faults.length === 0) process.exitCode = EXIT_OK;
  },
};
