import type { ServiceDefinition } from '@weather/service-runtime';
import { EpisodeRegister, WeatherDatabase, type ListedEpisode } from '@weather/weather-store';
import { LIST_ALERTS_SECTIONS, QuietLoggingConfig } from '../cli-config.ts';
import { USAGE } from '../usage.ts';
import { parseListAlerts } from './alerts-request.ts';
import { episodeJson, formatEpisode } from './format-episode.ts';

const EXIT_OK = 0;
const EXIT_UNFINISHED = 1;

export const LIST_ALERTS_COMMAND: ServiceDefinition<typeof LIST_ALERTS_SECTIONS> = {
  name: 'weather alerts',
  summary: `lists the episodes of alert rules.\n\n${USAGE}`,
  sections: LIST_ALERTS_SECTIONS,
  logging: QuietLoggingConfig,
  logTo: 'stderr',
  run: async ({ settings, logger, signal, args: [, ...args], onStop }) => {
    const { filter, limit, json } = parseListAlerts(args);
    // What is interrupted has not done what was asked for.
    process.exitCode = EXIT_UNFINISHED;
    const database = await WeatherDatabase.connect(settings.database, logger, signal);
    onStop(() => database.close());
    await database.waitForTables(signal);
    const register = new EpisodeRegister(database);
    // One more tells whether there are more.
    const found = await database.whenReachable(() => register.list(filter, limit + 1), { signal });
    const shown = found.slice(0, limit);
    process.stdout.write(
      json ? shown.map(episodeJson).join('') : formatEpisodes(shown, found.length > limit),
    );
    process.exitCode = EXIT_OK;
  },
};

function formatEpisodes(episodes: readonly ListedEpisode[], areMore: boolean): string {
  const count = `${episodes.length} ${episodes.length === 1 ? 'episode' : 'episodes'}`;
  const more = areMore ? ', and there are more: see --limit' : '';
  return [...episodes.map(formatEpisode), `${count}${more}\n`].join('\n');
}
