import { describe, expect, it } from '@jest/globals';
import { loadSettings } from '@weather/service-runtime';
import { GroupIdFromEnv } from './consumer-group-config.ts';
import { KafkaConfig, TopicFromEnv } from './kafka-config.ts';

const load = (environment: Record<string, string>): Readonly<KafkaConfig> =>
  loadSettings({ kafka: KafkaConfig }, environment).kafka;

describe('KafkaConfig', () => {
  it.each(['localhost:9092', 'a-b.example.org:19092,10.0.0.1:9092', '[::1]:9092'])(
    'accepts the brokers "%s"',
    (brokers) => {
      expect(load({ KAFKA_BROKERS: brokers }).brokers).toEqual(brokers.split(','));
    },
  );

  it.each(['localhost', 'localhost:', ':9092', 'http://localhost:9092', 'a:9092,b', 'a:0', ','])(
    'rejects the brokers "%s"',
    (brokers) => {
      expect(() => load({ KAFKA_BROKERS: brokers })).toThrow(
        `KAFKA_BROKERS="${brokers}" is invalid; expected host:port`,
      );
    },
  );

  it('requires a user name and a password only with a SASL mechanism', () => {
    expect(load({}).saslUsername).toBeUndefined();
    expect(() => load({ KAFKA_SASL_MECHANISM: 'plain' })).toThrow(
      /KAFKA_SASL_USERNAME must be set[^]*KAFKA_SASL_PASSWORD \(or KAFKA_SASL_PASSWORD_FILE\) must be set/,
    );
  });

  it('accepts the path of a CA file only with TLS', () => {
    const path = { KAFKA_TLS_CA_PATH: '/etc/ca.pem' };
    expect(load({ ...path, KAFKA_TLS: 'true' }).tlsCaPath).toBe('/etc/ca.pem');
    expect(() => load(path)).toThrow(
      /KAFKA_TLS_CA_PATH="\/etc\/ca.pem" is invalid; expected .* only with KAFKA_TLS=true/,
    );
  });
});

describe('names that fit the table of committed offsets', () => {
  class Names {
    @GroupIdFromEnv('the group')
    groupId = 'weather_consumer';

    @TopicFromEnv('TOPIC', 'the topic')
    topic = 'weather_data';
  }
  const names = (environment: Record<string, string>): Readonly<Names> =>
    loadSettings({ names: Names }, environment).names;

  it.each(['g', 'g'.repeat(190), 'weather-consumer.2:x'])('accepts the group "%s"', (groupId) => {
    expect(names({ KAFKA_GROUP_ID: groupId }).groupId).toBe(groupId);
  });

  it.each(['g'.repeat(191), 'météo', 'a b', 'a\n', '\u0000'])('rejects the group "%s"', (groupId) => {
    expect(() => names({ KAFKA_GROUP_ID: groupId })).toThrow(
      /KAFKA_GROUP_ID=.* is invalid; expected 1 to 190/s,
    );
  });

  it.each(['t'.repeat(250), 'météo', 'a b', '.', '..'])('rejects the topic "%s"', (topic) => {
    expect(() => names({ TOPIC: topic })).toThrow(/TOPIC=.* is invalid; expected 1 to 249/);
  });
});
