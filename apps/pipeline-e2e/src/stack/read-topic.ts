import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import type { DevStack, ToolCommand } from '@weather/dev-stack';

/** A record as Kafka's own console consumer prints it. */
export interface TopicRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

const FIELD = '\u001f';
const HEADER = '\u001e';
const RECORD = '\u001d\n';
const TIMEOUT_MS = 30_000;

/** Reads the first records of a topic with Kafka's console consumer, which shares no code with what is tested. */
export async function readTopic(servers: DevStack, topic: string, count: number): Promise<TopicRecord[]> {
  const printed = Object.entries({
    'print.headers': 'true',
    'print.key': 'true',
    'key.separator': FIELD,
    'headers.separator': HEADER,
    'line.separator': RECORD,
  }).flatMap(([name, value]) => ['--property', `${name}=${value}`]);
  const limits = ['--from-beginning', '--max-messages', String(count), '--timeout-ms', String(TIMEOUT_MS)];
  const output = await outputOf(servers.consoleConsumer(topic, [...limits, ...printed]));
  return output
    .split(RECORD)
    .filter((line) => line !== '')
    .map(parse);
}

/** Writes lines to a topic with Kafka's console producer. */
export async function writeLines(servers: DevStack, topic: string, lines: readonly string[]): Promise<void> {
  const [broker = ''] = servers.brokers;
  const tool = servers.kafkaTool('kafka.tools.ConsoleProducer', [
    '--bootstrap-server',
    broker,
    '--topic',
    topic,
  ]);
  await outputOf(tool, lines.map((line) => `${line}\n`).join(''));
}

function parse(line: string): TopicRecord {
  const [headers = '', key = '', value = ''] = line.split(FIELD);
  const entries = headers
    .split(HEADER)
    .filter((header) => header.includes(':'))
    .map((header) => [header.slice(0, header.indexOf(':')), header.slice(header.indexOf(':') + 1)]);
  return { key, value, headers: Object.fromEntries(entries) as Record<string, string> };
}

async function outputOf({ command, args, env }: ToolCommand, input = ''): Promise<string> {
  const tool = spawn(command, args, { env: { ...process.env, ...env } });
  tool.stdin.end(input);
  const [output, complaints] = await Promise.all([
    buffer(tool.stdout),
    text(tool.stderr),
    once(tool, 'close'),
  ]);
  if (tool.exitCode !== 0) throw new Error(`${args.join(' ')}: ${complaints}`);
  return output.toString('utf8');
}
