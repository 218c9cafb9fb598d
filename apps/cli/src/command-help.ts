import type { Sections, ServiceDefinition } from '@weather/service-runtime';
import { OPERATIONS_SECTIONS, QuietLoggingConfig } from './cli-config.ts';
import { usageError } from './parse-options.ts';
import { USAGE } from './usage.ts';

/** What runs when no command is named: the help that was asked for, or what is wrong. */
export const COMMAND_HELP: ServiceDefinition<Sections> = {
  name: 'weather',
  summary: `looks after the pipeline.\n\n${USAGE}`,
  sections: process.argv.includes('--help') ? OPERATIONS_SECTIONS : {},
  logging: QuietLoggingConfig,
  logTo: 'stderr',
  run: ({ args }) => {
    const commands = 'verify, dead-letters, alerts, quality and summaries';
    throw usageError(`"${args.join(' ')}" is no command: there are ${commands}`);
  },
};
