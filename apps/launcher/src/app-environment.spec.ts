import { describe, expect, it } from '@jest/globals';
import { appEnvironment, type AppSettings } from './app-environment.ts';

const login = { database: 'weather_db', user: 'weather_consumer', passwordFile: '/secrets/weather_consumer' };
const settings: AppSettings = {
  brokers: ['127.0.0.1:9092', '127.0.0.1:9093'],
  mysql: { host: '127.0.0.1', port: 3307, login },
  source: undefined,
  replay: {},
  files: {},
  topic: 'weather_data',
  groupId: 'weather_consumer',
};

describe('appEnvironment', () => {
  it('sets the addresses of the servers and the database login', () => {
    expect(appEnvironment({}, settings)).toEqual({
      LOG_FORMAT: 'pretty',
      KAFKA_BROKERS: '127.0.0.1:9092,127.0.0.1:9093',
      TOPIC: 'weather_data',
      KAFKA_GROUP_ID: 'weather_consumer',
      MYSQL_HOST: '127.0.0.1',
      MYSQL_PORT: '3307',
      MYSQL_DATABASE: 'weather_db',
      MYSQL_USER: 'weather_consumer',
      MYSQL_PASSWORD_FILE: '/secrets/weather_consumer',
    });
  });

  it('sets the resolved paths of the files that the apps read', () => {
    const environment = appEnvironment(
      { NOTIFIER_RECEIVERS_PATH: 'r.yaml' },
      { ...settings, files: { NOTIFIER_RECEIVERS_PATH: '/home/r.yaml' } },
    );
    expect(environment['NOTIFIER_RECEIVERS_PATH']).toBe('/home/r.yaml');
  });

  it('passes everything else through', () => {
    const inherited = { ALERT_THRESHOLD_CELSIUS: '25', LOG_FORMAT: 'json', SOURCE: 'replay' };
    expect(appEnvironment(inherited, settings)).toMatchObject(inherited);
  });

  it('replaces inherited addresses of other servers', () => {
    const inherited = { KAFKA_BROKERS: 'far:9092', MYSQL_HOST: 'far', MYSQL_PASSWORD: 'secret' };
    const environment = appEnvironment(inherited, settings);
    expect(environment['KAFKA_BROKERS']).toBe('127.0.0.1:9092,127.0.0.1:9093');
    expect(environment['MYSQL_HOST']).toBe('127.0.0.1');
    expect(environment).not.toHaveProperty('MYSQL_PASSWORD');
  });

  it('leaves the login of an existing server to the environment', () => {
    const inherited = { MYSQL_USER: 'me', MYSQL_PASSWORD: 'secret', MYSQL_DATABASE: 'weather' };
    const mysql = { host: 'db', port: 3306, login: undefined };
    expect(appEnvironment(inherited, { ...settings, mysql })).toMatchObject({
      ...inherited,
      MYSQL_HOST: 'db',
      MYSQL_PORT: '3306',
    });
  });

  it('sets no database variable for an app without a database', () => {
    const names = Object.keys(appEnvironment({}, { ...settings, mysql: undefined }));
    expect(names.filter((name) => name.startsWith('MYSQL'))).toEqual([]);
  });

  it('passes a health port through only if it is 0, since two apps cannot share one', () => {
    expect(appEnvironment({ HEALTH_PORT: '8000' }, settings)).not.toHaveProperty('HEALTH_PORT');
    expect(appEnvironment({ HEALTH_PORT: '0' }, settings)['HEALTH_PORT']).toBe('0');
  });

  it('sets the source and its file', () => {
    const replay = { file: '/a.csv', mapping: '/m.json', speed: 'max' };
    expect(appEnvironment({}, { ...settings, source: 'replay', replay })).toMatchObject({
      SOURCE: 'replay',
      REPLAY_FILE: '/a.csv',
      REPLAY_MAPPING: '/m.json',
      REPLAY_SPEED: 'max',
    });
  });
});
