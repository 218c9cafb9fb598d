import type { ServiceDefinition } from '@weather/service-runtime';
import { EpisodeRegister, WeatherDatabase } from '@weather/weather-store';
import { ACKNOWLEDGE_SECTIONS, QuietLoggingConfig } from '../cli-config.ts';
import { USAGE } from '../usage.ts';
import { parseAcknowledge } from './alerts-request.ts';
import { formatAcknowledgement } from './format-acknowledgement.ts';

const EXIT_OK = 0;
const EXIT_NOT_DONE = 1;

export const ACKNOWLEDGE_COMMAND: ServiceDefinition<typeof ACKNOWLEDGE_SECTIONS> = {
  name: 'weather alerts acknowledge',
  summary: `notes who looks after an episode.\n\n${USAGE}`,
  sections: ACKNOWLEDGE_SECTIONS,
  logging: QuietLoggingConfig,
  logTo: 'stderr',
  run: async ({ settings, logger, signal, args: [, ...args], onStop }) => {
    const { target, by } = parseAcknowledge(args);
    process.exitCode = EXIT_NOT_DONE;
    const database = await WeatherDatabase.connect(settings.database, logger, signal);
    onStop(() => database.close());
    await database.waitForTables(signal);
    const register = new EpisodeRegister(database);
    const at = Date.now();
    const result = await database.whenReachable(() => register.acknowledge(target, { by, at }), { signal });
    const text = formatAcknowledgement(result, target, by);
    if (result.kind === 'none') {
      process.stderr.write(text);
      return;
    }
    process.stdout.write(text);
    process.exitCode = EXIT_OK;
  },
};
