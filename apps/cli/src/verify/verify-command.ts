import { KafkaConnection } from '@weather/kafka-client';
import { VERIFY_SECTIONS } from '../cli-config.ts';
import { connectDatabase } from '@weather/weather-store';
import { defineCommand } from '../define-command.ts';
import { parseExamples, parseOptions } from '../parse-options.ts';
import { formatReport, reportJson } from './format-report.ts';
import { verify } from './verify.ts';

const OPTIONS = {
  quick: { type: 'boolean' },
  json: { type: 'boolean' },
  examples: { type: 'string' },
} as const;

export const VERIFY_COMMAND = defineCommand({
  name: 'verify',
  summary: 'compares Kafka with the tables, record by record.',
  sections: VERIFY_SECTIONS,
  parse: (args) => {
    const { quick = false, json = false, examples } = parseOptions(args, OPTIONS);
    return { quick, json, maxExamples: parseExamples(examples) };
  },
  run: async ({ quick, json, maxExamples }, context) => {
    const { settings, logger, progress, signal } = context;
    const report = await verify({
      database: await connectDatabase(context),
      connection: new KafkaConnection(settings.kafka, logger),
      consumption: settings.consumption,
      deadLetterTopic: settings.deadLetters.deadLetterTopic,
      quick,
      maxExamples,
      progress,
      signal,
    });
    return {
      output: json ? reportJson(report) : formatReport(report),
      ok: report.discrepancies.length === 0,
    };
  },
});
