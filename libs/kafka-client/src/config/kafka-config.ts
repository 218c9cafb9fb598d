import { FromEnv, OnlyWithTls } from '@weather/service-runtime';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MinLength,
  ValidateIf,
} from 'class-validator';

const BROKER_ADDRESS = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):([1-9]\d{0,4})$/;
/** The supported SASL mechanisms. */
export const SASL_MECHANISMS = ['none', 'plain', 'scram-sha-256', 'scram-sha-512'] as const;

const usesSasl = (config: KafkaConfig): boolean => config.saslMechanism !== 'none';

/** The settings of the connection to Kafka, which all apps share. */
export class KafkaConfig {
  @FromEnv({
    env: 'KAFKA_BROKERS',
    type: 'list',
    description: 'bootstrap brokers, comma-separated',
    allowed: 'host:port, or several separated by commas',
  })
  @IsArray()
  @ArrayNotEmpty()
  @Matches(BROKER_ADDRESS, { each: true })
  brokers: string[] = ['127.0.0.1:9092'];

  @FromEnv({ env: 'KAFKA_CLIENT_ID', description: "client name in the brokers' logs", allowed: 'any text' })
  @IsString()
  @MinLength(1)
  clientId = 'weather-pipeline';

  @FromEnv({
    env: 'KAFKA_TLS',
    type: 'boolean',
    description: "encrypt connections and verify the brokers' certificates and host names",
    allowed: 'true or false',
  })
  @IsBoolean()
  tls = false;

  @FromEnv({
    env: 'KAFKA_TLS_CA_PATH',
    description: 'CA file to verify brokers (default: system CAs)',
    allowed: 'the path of a PEM file, only with KAFKA_TLS=true',
  })
  @IsOptional()
  @IsString()
  @OnlyWithTls()
  tlsCaPath?: string;

  @FromEnv({
    env: 'KAFKA_SASL_MECHANISM',
    description: 'SASL mechanism',
    allowed: SASL_MECHANISMS.join(', '),
  })
  @IsIn(SASL_MECHANISMS)
  saslMechanism: (typeof SASL_MECHANISMS)[number] = 'none';

  @FromEnv({
    env: 'KAFKA_SASL_USERNAME',
    description: 'SASL user name',
    allowed: 'a user name, needed unless KAFKA_SASL_MECHANISM is none',
  })
  @ValidateIf(usesSasl)
  @IsString()
  saslUsername?: string;

  @FromEnv({
    env: 'KAFKA_SASL_PASSWORD',
    description: 'SASL password',
    allowed: 'a password, needed unless KAFKA_SASL_MECHANISM is none',
    secret: true,
  })
  @ValidateIf(usesSasl)
  @IsString()
  saslPassword?: string;
}

const TOPIC_NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;
const TOPIC_NAME_RULE = '1 to 249 of A-Z a-z 0-9 . _ -';

/** Declares a property of a configuration class as a setting that names a topic. */
export function TopicFromEnv(env: string, description: string, furtherRule = ''): PropertyDecorator {
  return FromEnv({ env, description, allowed: TOPIC_NAME_RULE + furtherRule }, Matches(TOPIC_NAME));
}
