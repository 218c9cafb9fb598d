import { KafkaConnection } from '@weather/kafka-client';
import { runService } from '@weather/service-runtime';
import { WeatherDatabase } from '@weather/weather-store';
import { parseCommand, USAGE } from './command.ts';
import { MIGRATOR_SECTIONS } from './migrator-config.ts';
import { runCommand } from './run-command.ts';

await runService({
  name: 'migrator',
  summary: `prepares the tables and the topics, and exits.\n\n${USAGE}`,
  sections: MIGRATOR_SECTIONS,
  run: async ({ settings, logger, signal, args, onStop }) => {
    const command = parseCommand(args);
    const database = await WeatherDatabase.connect(settings.database, logger, signal);
    onStop(() => database.close());
    const kafka = new KafkaConnection(settings.kafka, logger);
    await runCommand(command, { database, kafka, topics: settings.topics, logger, signal });
  },
});
