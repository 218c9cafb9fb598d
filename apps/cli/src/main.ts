import { runService, type Sections, type ServiceDefinition } from '@weather/service-runtime';
import { ACKNOWLEDGE_COMMAND, LIST_ALERTS_COMMAND } from './alerts/alert-commands.ts';
import { CLI_SECTIONS, QuietLoggingConfig } from './cli-config.ts';
import { DEAD_LETTERS_COMMAND } from './dead-letters/dead-letters-command.ts';
import { usageError } from './parse-options.ts';
import { QUALITY_COMMAND } from './quality/quality-command.ts';
import { REBUILD_ROLLUPS_COMMAND, VERIFY_ROLLUPS_COMMAND } from './rollups/rollup-commands.ts';
import { USAGE } from './usage.ts';
import { VERIFY_COMMAND } from './verify/verify.ts';

/** Runs when no command is named: prints the help, or what is wrong. */
const HELP_COMMAND: ServiceDefinition<Sections> = {
  name: 'weather',
  summary: `the operator's commands for the weather pipeline.\n\n${USAGE}`,
  sections: process.argv.includes('--help') ? CLI_SECTIONS : {},
  logging: QuietLoggingConfig,
  logTo: 'stderr',
  run: ({ args }) => {
    const available = 'available: verify, dead-letters, alerts, quality, rollups';
    throw usageError(
      args.length === 0 ? `no command; ${available}` : `unknown command "${args.join(' ')}"; ${available}`,
    );
  },
};

const [, , command, action] = process.argv;

// Each command requires only the settings that it needs.
if (command === 'verify') await runService(VERIFY_COMMAND);
else if (command === 'dead-letters') await runService(DEAD_LETTERS_COMMAND);
else if (command === 'alerts' && action === 'acknowledge') await runService(ACKNOWLEDGE_COMMAND);
else if (command === 'alerts') await runService(LIST_ALERTS_COMMAND);
else if (command === 'quality') await runService(QUALITY_COMMAND);
else if (command === 'rollups' && action === 'rebuild') await runService(REBUILD_ROLLUPS_COMMAND);
else if (command === 'rollups') await runService(VERIFY_ROLLUPS_COMMAND);
else await runService(HELP_COMMAND);
