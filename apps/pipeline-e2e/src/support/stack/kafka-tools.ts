import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import type { DevStack, ToolCommand } from '@weather/dev-stack';
import { KafkaConfig, KafkaConnection } from '@weather/kafka-client';
import { silentLogger } from '@weather/service-runtime';
import { parseRecords, PRINT_PROPERTIES, type TopicRecord } from './printed-records.ts';

const TIMEOUT_MS = 30_000;

/** Connects Kafka clients with the default settings of the apps and without a log. */
export function silentConnection(brokers: readonly string[]): KafkaConnection {
  return new KafkaConnection(Object.assign(new KafkaConfig(), { brokers: [...brokers] }), silentLogger());
}

/** Reads the first records of a topic with Kafka's console consumer, which shares no code with the apps under test. */
export async function readTopic(servers: DevStack, topic: string, count: number): Promise<TopicRecord[]> {
  const printed = servers.tools.printOptions(PRINT_PROPERTIES);
  const limits = ['--from-beginning', '--max-messages', String(count), '--timeout-ms', String(TIMEOUT_MS)];
  const output = await runTool(servers.tools.consoleConsumer(topic, [...limits, ...printed]));
  return parseRecords(output);
}

/** Writes lines to a topic with Kafka's console producer. */
export async function writeLines(
  servers: DevStack,
  topic: string,
  lines: readonly string[],
  options: readonly string[] = [],
): Promise<void> {
  await runTool(servers.tools.consoleProducer(topic, options), lines.map((line) => `${line}\n`).join(''));
}

/**
 * Runs a tool with some input and returns its output.
 * @throws Error with its error output if it fails.
 */
export async function runTool({ command, args, env }: ToolCommand, input = ''): Promise<string> {
  const tool = spawn(command, args, { env: { ...process.env, ...env } });
  tool.stdin.end(input);
  const [output, errors] = await Promise.all([buffer(tool.stdout), text(tool.stderr), once(tool, 'close')]);
  if (tool.exitCode !== 0) throw new Error(`${args.join(' ')}: ${errors}`);
  return output.toString('utf8');
}
