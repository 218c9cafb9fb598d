import { GroupIdFromEnv, KafkaConfig, TopicFromEnv } from '@weather/kafka-client';
import { FromEnv, LoggingConfig, withDefaults } from '@weather/service-runtime';
import { AlertThresholdFromEnv, DatabaseConfig } from '@weather/weather-store';
import {
  DEAD_LETTER_TOPIC,
  IsTimeZone,
  LEGACY_TIME_ZONE_SETTING,
  WEATHER_TOPIC,
} from '@weather/weather-schema';

class DeadLettersConfig {
  @TopicFromEnv('DEAD_LETTER_TOPIC', 'topic of the dead letters')
  deadLetterTopic = DEAD_LETTER_TOPIC;
}

/** Must have the same values as the settings of the consumer. */
class ConsumptionConfig {
  @TopicFromEnv('TOPIC', 'topic of the readings')
  topic = WEATHER_TOPIC;

  @GroupIdFromEnv('consumer group')
  groupId = 'weather_consumer';

  @AlertThresholdFromEnv()
  alertThresholdCelsius = 30;

  @FromEnv(LEGACY_TIME_ZONE_SETTING)
  @IsTimeZone()
  legacyTimeZone = 'UTC';
}

/** For the commands that read a snapshot of all tables. */
export const ReaderDatabaseConfig = withDefaults(DatabaseConfig, {
  user: 'weather_reader',
  // The snapshot's connection is idle while the topic is read.
  socketTimeoutMs: 3_600_000,
});

/** For the commands that read a page of rows, which is much faster than a snapshot. */
export const AlertsDatabaseConfig = withDefaults(DatabaseConfig, { user: 'weather_reader' });

/** For the commands that write rollups. */
export const MaintenanceDatabaseConfig = withDefaults(DatabaseConfig, {
  user: 'weather_maintenance',
  socketTimeoutMs: 300_000,
});

const OperatorFromEnv = FromEnv({
  env: 'MYSQL_OPERATOR_USER',
  description: 'user that acknowledges alerts',
  allowed: 'a user name',
});
const OperatorPasswordFromEnv = FromEnv({
  env: 'MYSQL_OPERATOR_PASSWORD',
  description: 'password of that user',
  allowed: 'a password',
  secret: true,
});

/** The login of the one command that changes alerts, for `--help`. */
class OperatorLoginConfig {
  @OperatorFromEnv
  user = 'weather_operator';

  @OperatorPasswordFromEnv
  password!: string;
}

/** Uses a separate login, so that no other command can change alerts. */
export class OperatorDatabaseConfig extends DatabaseConfig {
  override readonly loginPrefix = 'MYSQL_OPERATOR_';

  @OperatorFromEnv
  override user = new OperatorLoginConfig().user;

  @OperatorPasswordFromEnv
  override password = '';
}

/** A command prints its result, so its log has warnings and errors only. */
export class QuietLoggingConfig extends LoggingConfig {
  override level: LoggingConfig['level'] = 'warn';
  override format: LoggingConfig['format'] = 'pretty';
}

export const DEAD_LETTERS_SECTIONS = { deadLetters: DeadLettersConfig, kafka: KafkaConfig };

export const VERIFY_SECTIONS = {
  consumption: ConsumptionConfig,
  deadLetters: DeadLettersConfig,
  database: ReaderDatabaseConfig,
  kafka: KafkaConfig,
};

/** All settings, by section. */
export const CLI_SECTIONS = { ...VERIFY_SECTIONS, operator: OperatorLoginConfig };
