import { describe, expect, it } from '@jest/globals';
import { UsageError } from '@weather/service-runtime';
import { parseCommandLine, type RunOptions } from './command-line.ts';

function run(...args: string[]): RunOptions {
  const command = parseCommandLine(args);
  if (command.name !== 'run') throw new Error(`expected a run, not ${command.name}`);
  return command;
}

describe('parseCommandLine', () => {
  it('runs the local servers with the simulator by default', () => {
    expect(run()).toEqual({
      name: 'run',
      dataDirectory: undefined,
      fresh: false,
      serversOnly: false,
      exitWhenDone: false,
      ports: {},
      kafkaServers: undefined,
      mysqlServer: undefined,
      source: undefined,
      replay: {},
    });
  });

  it('shows the help whatever the other options are', () => {
    expect(parseCommandLine(['--fresh', '--help'])).toEqual({ name: 'help' });
    expect(parseCommandLine(['-h'])).toEqual({ name: 'help' });
  });

  it('selects the replay for a file', () => {
    expect(run('--file', 'a.csv.gz', '--mapping', 'm.json', '--speed', 'max')).toMatchObject({
      source: 'replay',
      replay: { file: 'a.csv.gz', mapping: 'm.json', speed: 'max' },
    });
  });

  it('accepts ports after a blank or an equals sign', () => {
    expect(run('--kafka-port', '19092', '--mysql-port=0').ports).toEqual({ kafka: 19092, mysql: 0 });
  });

  it('accepts existing servers', () => {
    expect(run('--use-kafka', 'a:9092,b.example:9093', '--use-mysql', '[::1]:3306')).toMatchObject({
      kafkaServers: [
        { host: 'a', port: 9092 },
        { host: 'b.example', port: 9093 },
      ],
      mysqlServer: { host: '::1', port: 3306 },
    });
  });

  it.each([
    [['--frsh'], /Unknown option '--frsh'/],
    [['start'], /Unexpected argument 'start'/],
    [['--data'], /--data/],
    [['--kafka-port', '70000'], /--kafka-port "70000" is invalid; expected an integer from 0 to 65535/],
    [['--mysql-port', '3307x'], /--mysql-port "3307x"/],
    [['--use-kafka', 'localhost'], /--use-kafka "localhost" is invalid; expected host:port/],
    [['--use-kafka', 'a:9092,'], /--use-kafka ""/],
    [['--use-mysql', 'a:0'], /--use-mysql "a:0"/],
    [['--source', 'file'], /--source "file" is invalid; expected simulator or replay/],
    [['--file', 'a', '--speed', '-1'], /--speed|'-1'/],
    [['--file', 'a', '--speed=0'], /--speed "0" is invalid; expected max/],
    [['--source', 'simulator', '--file', 'a'], /require --source replay/],
    [['--servers-only', '--source', 'replay'], /starts the local servers without apps/],
    [['--exit-when-done', '--use-kafka', 'a:1'], /requires the local servers/],
    [['--fresh', '--use-kafka', 'a:1', '--use-mysql', 'b:2'], /--fresh erases the data of the local servers/],
  ])('rejects %j', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(UsageError);
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});

describe('parseCommandLine, sql', () => {
  it('accepts one statement, or none for the interactive client', () => {
    expect(parseCommandLine(['sql', 'SELECT 1', '--data', 'd'])).toEqual({
      name: 'sql',
      dataDirectory: 'd',
      statement: 'SELECT 1',
    });
    expect(parseCommandLine(['sql'])).toMatchObject({ statement: undefined });
  });

  it('asks for quotes when there are several words', () => {
    expect(() => parseCommandLine(['sql', 'SELECT', '1'])).toThrow('quote it');
  });
});

describe('parseCommandLine, topic', () => {
  it('passes every option except --data to Kafka', () => {
    expect(
      parseCommandLine(['topic', 'weather_data', '--from-beginning', '--data', 'd', '--max-messages', '5']),
    ).toEqual({
      name: 'topic',
      dataDirectory: 'd',
      topic: 'weather_data',
      options: ['--from-beginning', '--max-messages', '5'],
    });
  });

  it.each([[['topic']], [['topic', '--from-beginning']]])('rejects %j', (args) => {
    expect(() => parseCommandLine(args)).toThrow('topic name missing');
  });
});

describe('parseCommandLine, weather', () => {
  it('passes every option except --data to the app', () => {
    expect(parseCommandLine(['weather', 'verify', '--data', 'd', '--json'])).toEqual({
      name: 'weather',
      dataDirectory: 'd',
      args: ['verify', '--json'],
    });
    expect(parseCommandLine(['weather', '--help'])).toMatchObject({
      dataDirectory: undefined,
      args: ['--help'],
    });
  });

  it('requires a folder after --data', () => {
    expect(() => parseCommandLine(['weather', 'verify', '--data'])).toThrow('requires the path of a folder');
  });
});
