import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '@weather/service-runtime';
import { definedEntries } from './app-environment.ts';
import { parseAddress, parseAddresses, parsePort, parseSpeed, type Address } from './argument-parsers.ts';

/** A command of the launcher. */
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

/** The options of a run; `undefined` leaves the value to the environment or the default. */
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

/** @throws UsageError for unknown, invalid or contradictory options. */
export function parseCommandLine(args: readonly string[]): Command {
  const [first, ...rest] = args;
  if (first === 'sql') return sqlCommand(rest);
  if (first === 'topic') return topicCommand(rest);
  if (first === 'weather') return { name: 'weather', ...extractDataOption(rest) };
  const { values } = asUsageError(() => parseArgs({ args: [...args], options: RUN_OPTIONS, strict: true }));
  if (values.help === true) return { name: 'help' };
  const options = runOptions(values);
  rejectContradictions(options);
  return { name: 'run', ...options };
}

function runOptions(values: RunValues): RunOptions {
  const { file, mapping, speed } = values;
  return {
    dataDirectory: values.data,
    fresh: values.fresh ?? false,
    serversOnly: values['servers-only'] ?? false,
    exitWhenDone: values['exit-when-done'] ?? false,
    ports: definedEntries<number>({
      zookeeper: parsePort('--zookeeper-port', values['zookeeper-port']),
      kafka: parsePort('--kafka-port', values['kafka-port']),
      mysql: parsePort('--mysql-port', values['mysql-port']),
    }),
    kafkaServers: parseAddresses('--use-kafka', values['use-kafka']),
    mysqlServer: parseAddress('--use-mysql', values['use-mysql']),
    source: parseSource(values.source) ?? (file === undefined ? undefined : 'replay'),
    replay: definedEntries({ file, mapping, speed: parseSpeed('--speed', speed) }),
  };
}

function rejectContradictions(options: RunOptions): void {
  const { source, replay, serversOnly, exitWhenDone, kafkaServers, mysqlServer, fresh } = options;
  const usesExistingServers = kafkaServers !== undefined || mysqlServer !== undefined;
  if (source === 'simulator' && Object.keys(replay).length > 0) {
    throw new UsageError('--file, --mapping and --speed require --source replay');
  }
  if (serversOnly && (source !== undefined || usesExistingServers || exitWhenDone)) {
    throw new UsageError('--servers-only starts the local servers without apps: omit the other options');
  }
  if (exitWhenDone && usesExistingServers) {
    throw new UsageError('--exit-when-done requires the local servers: omit --use-kafka and --use-mysql');
  }
  if (fresh && kafkaServers !== undefined && mysqlServer !== undefined) {
    throw new UsageError('--fresh erases the data of the local servers, but none is used');
  }
}

function parseSource(text: string | undefined): RunOptions['source'] {
  if (text === undefined || text === 'simulator' || text === 'replay') return text;
  throw new UsageError(`--source "${text}" is invalid; expected simulator or replay`);
}

function sqlCommand(args: readonly string[]): Command {
  const { values, positionals } = asUsageError(() =>
    parseArgs({ args: [...args], options: TOOL_OPTIONS, strict: true, allowPositionals: true }),
  );
  if (positionals.length > 1) throw new UsageError('sql takes one statement: quote it');
  return { name: 'sql', dataDirectory: values.data, statement: positionals[0] };
}

/** Every option except `--data` belongs to Kafka's console consumer. */
function topicCommand(args: readonly string[]): Command {
  const { dataDirectory, args: others } = extractDataOption(args);
  const [topic, ...options] = others;
  if (topic === undefined || topic.startsWith('-'))
    throw new UsageError('topic name missing: npm run topic -- NAME');
  return { name: 'topic', dataDirectory, topic, options };
}

/** Separates `--data DIR` from the arguments that are passed on. */
function extractDataOption(args: readonly string[]): {
  readonly dataDirectory: string | undefined;
  readonly args: readonly string[];
} {
  const index = args.indexOf('--data');
  if (index < 0) return { dataDirectory: undefined, args };
  const dataDirectory = args[index + 1];
  if (dataDirectory === undefined) throw new UsageError('--data requires the path of a folder');
  return { dataDirectory, args: args.toSpliced(index, 2) };
}

function asUsageError<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
