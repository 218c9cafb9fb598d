import { runService } from '@weather/service-runtime';
import { ACKNOWLEDGE_COMMAND } from './alerts/acknowledge-command.ts';
import { LIST_ALERTS_COMMAND } from './alerts/list-alerts-command.ts';
import { COMMAND_HELP } from './command-help.ts';
import { DEAD_LETTERS_COMMAND } from './dead-letters/dead-letters-command.ts';
import { QUALITY_COMMAND } from './quality/quality-command.ts';
import { REBUILD_SUMMARIES_COMMAND } from './summaries/rebuild-summaries-command.ts';
import { VERIFY_SUMMARIES_COMMAND } from './summaries/verify-summaries-command.ts';
import { VERIFY_COMMAND } from './verify/verify-command.ts';

const [, , command, action] = process.argv;

// Each command asks for the settings that it needs, and for no others.
if (command === 'verify') await runService(VERIFY_COMMAND);
else if (command === 'dead-letters') await runService(DEAD_LETTERS_COMMAND);
else if (command === 'alerts' && action === 'acknowledge') await runService(ACKNOWLEDGE_COMMAND);
else if (command === 'alerts') await runService(LIST_ALERTS_COMMAND);
else if (command === 'quality') await runService(QUALITY_COMMAND);
else if (command === 'summaries' && action === 'rebuild') await runService(REBUILD_SUMMARIES_COMMAND);
else if (command === 'summaries') await runService(VERIFY_SUMMARIES_COMMAND);
else await runService(COMMAND_HELP);
