import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { DevStack, ToolCommand } from '@weather/dev-stack';

/** An offset for each partition. */
export type OffsetsByPartition = ReadonlyMap<number, number>;

const OFFSETS_TOOL = 'org.apache.kafka.tools.GetOffsetShell';
const POLL_MS = 300;

/**
 * Waits until the consumer group has stored every record that the topic holds now: until its committed offsets in MySQL,
 * which are written with the rows, have reached the end offsets of all partitions in Kafka.
 */
export async function waitUntilDrained(
  stack: DevStack,
  { topic, groupId }: { readonly topic: string; readonly groupId: string },
  signal: AbortSignal,
): Promise<void> {
  const [broker = ''] = stack.brokers;
  const topicOptions = ['--bootstrap-server', broker, '--topic', topic, '--time', 'latest'];
  const tool = stack.tools.kafkaTool(OFFSETS_TOOL, topicOptions);
  const endOffsets = parseEndOffsets(await readOutput(tool));
  const query =
    'SELECT partition_number, next_offset FROM consumer_offset ' +
    `WHERE topic = ${quoteSql(topic)} AND consumer_group = ${quoteSql(groupId)} AND next_offset IS NOT NULL`;
  const client = stack.tools.sqlClient('reader');
  const offsetsQuery = {
    ...client,
    args: [...client.args, '--batch', '--skip-column-names', '--execute', query],
  };
  while (!isDrained(parseCommittedOffsets(await readOutput(offsetsQuery)), endOffsets)) {
    await delay(POLL_MS, undefined, { signal });
  }
}

/** Parses the output of Kafka's tool: `weather_data:0:1234` for each partition. */
export function parseEndOffsets(output: string): OffsetsByPartition {
  return parseOffsets(output, /:(\d+):(\d+)$/);
}

/** Parses the output of the database's client: partition and offset with a tab between them. */
export function parseCommittedOffsets(output: string): OffsetsByPartition {
  return parseOffsets(output, /^(\d+)\t(\d+)$/);
}

function parseOffsets(output: string, pattern: RegExp): OffsetsByPartition {
  const matches = output.split('\n').map((line) => pattern.exec(line.trim()));
  return new Map(matches.flatMap((match) => (match ? [[Number(match[1]), Number(match[2])] as const] : [])));
}

/** Whether the committed offsets have reached the end offsets; an empty partition needs no committed offset. */
export function isDrained(committed: OffsetsByPartition, endOffsets: OffsetsByPartition): boolean {
  return [...endOffsets].every(([partition, end]) => (committed.get(partition) ?? 0) >= end);
}

function quoteSql(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

async function readOutput({ command, args, env }: ToolCommand): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { env: { ...process.env, ...env } });
  return stdout;
}
