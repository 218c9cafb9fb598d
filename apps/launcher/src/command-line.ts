import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '@weather/service-runtime';
import { parseAddress, parseAddresses, parsePort, parseSpeed, type Address } from './argument-parsers.ts';

/** What the pipeline is asked to do. */
export type Command =
  | { readonly name: 'help' }
  | ({ readonly name: 'run' } & RunOptions)
  | {
      readonly name: 'sql';
      readonly dataDirectory: string | undefined;
      readonly statement: string | undefined;
    }
  | {
      readonly name: 'topic';
      readonly dataDirectory: string | undefined;
      readonly topic: string;
      readonly options: readonly string[];
    }
  | {
      readonly name: 'weather';
      readonly dataDirectory: string | undefined;
      readonly args: readonly string[];
    };

/** What the options of a run say; what is not given stays with the environment or the defaults. */
export interface RunOptions {
  readonly dataDirectory: string | undefined;
  readonly fresh: boolean;
  readonly serversOnly: boolean;
  readonly exitWhenDone: boolean;
  readonly ports: { readonly zookeeper?: number; readonly kafka?: number; readonly mysql?: number };
  readonly kafkaServers: readonly Address[] | undefined;
  readonly mysqlServer: Address | undefined;
  readonly source: 'simulator' | 'replay' | undefined;
  readonly replay: { readonly file?: string; readonly mapping?: string; readonly speed?: string };
}

const RUN_OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  fresh: { type: 'boolean' },
  data: { type: 'string' },
  source: { type: 'string' },
  file: { type: 'string' },
  mapping: { type: 'string' },
  speed: { type: 'string' },
  'kafka-port': { type: 'string' },
  'zookeeper-port': { type: 'string' },
  'mysql-port': { type: 'string' },
  'use-kafka': { type: 'string' },
  'use-mysql': { type: 'string' },
  'servers-only': { type: 'boolean' },
  'exit-when-done': { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

const TOOL_OPTIONS = { data: { type: 'string' } } as const satisfies ParseArgsConfig['options'];

type RunValues = ReturnType<typeof parseArgs<{ options: typeof RUN_OPTIONS }>>['values'];

/** @throws UsageError that says what is wrong. */
export function parseCommandLine(args: readonly string[]): Command {
  const [first, ...rest] = args;
  if (first === 'sql') return sqlCommand(rest);
  if (first === 'topic') return topicCommand(rest);
  if (first === 'weather') return { name: 'weather', ...withoutData(rest) };
  const { values } = checked(() => parseArgs({ args: [...args], options: RUN_OPTIONS, strict: true }));
  if (values.help === true) return { name: 'help' };
  const options = runOptions(values);
  refuseContradictions(options);
  return { name: 'run', ...options };
}

function runOptions(values: RunValues): RunOptions {
  const { file, mapping, speed } = values;
  return {
    dataDirectory: values.data,
    fresh: values.fresh ?? false,
    serversOnly: values['servers-only'] ?? false,
    exitWhenDone: values['exit-when-done'] ?? false,
    ports: present({
      zookeeper: parsePort('--zookeeper-port', values['zookeeper-port']),
      kafka: parsePort('--kafka-port', values['kafka-port']),
      mysql: parsePort('--mysql-port', values['mysql-port']),
    }),
    kafkaServers: parseAddresses('--use-kafka', values['use-kafka']),
    mysqlServer: parseAddress('--use-mysql', values['use-mysql']),
    source: parseSource(values.source) ?? (file === undefined ? undefined : 'replay'),
    replay: present({ file, mapping, speed: parseSpeed('--speed', speed) }),
  };
}

function refuseContradictions(options: RunOptions): void {
  const { source, replay, serversOnly, exitWhenDone, kafkaServers, mysqlServer, fresh } = options;
  const givenServers = kafkaServers !== undefined || mysqlServer !== undefined;
  if (source === 'simulator' && Object.keys(replay).length > 0) {
    throw new UsageError('--file, --mapping and --speed are for --source replay');
  }
  if (serversOnly && (source !== undefined || givenServers || exitWhenDone)) {
    throw new UsageError('--servers-only starts the local servers and no app: leave the other options out');
  }
  if (exitWhenDone && givenServers) {
    throw new UsageError('--exit-when-done needs the local servers: leave --use-kafka and --use-mysql out');
  }
  if (fresh && kafkaServers !== undefined && mysqlServer !== undefined) {
    throw new UsageError('--fresh erases the data of the local servers, and none is used');
  }
}

function parseSource(text: string | undefined): RunOptions['source'] {
  if (text === undefined || text === 'simulator' || text === 'replay') return text;
  throw new UsageError(`--source "${text}": allowed: simulator, replay`);
}

function sqlCommand(args: readonly string[]): Command {
  const { values, positionals } = checked(() =>
    parseArgs({ args: [...args], options: TOOL_OPTIONS, strict: true, allowPositionals: true }),
  );
  if (positionals.length > 1) throw new UsageError('sql takes one statement: put it in quotes');
  return { name: 'sql', dataDirectory: values.data, statement: positionals[0] };
}

/** Every option but `--data` is Kafka's. */
function topicCommand(args: readonly string[]): Command {
  const { dataDirectory, args: others } = withoutData(args);
  const [topic, ...options] = others;
  if (topic === undefined || topic.startsWith('-'))
    throw new UsageError('topic needs the name of a topic first');
  return { name: 'topic', dataDirectory, topic, options };
}

/** Takes `--data DIR` out of what is passed on. */
function withoutData(args: readonly string[]): {
  readonly dataDirectory: string | undefined;
  readonly args: readonly string[];
} {
  const own = args.indexOf('--data');
  if (own < 0) return { dataDirectory: undefined, args };
  const dataDirectory = args[own + 1];
  if (dataDirectory === undefined) throw new UsageError('--data needs the path of a folder');
  return { dataDirectory, args: args.toSpliced(own, 2) };
}

function checked<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** The entries that have a value. */
function present<T>(entries: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, T] => entry[1] !== undefined),
  );
}
