import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { DevStack, ToolCommand } from '@weather/dev-stack';

/** A position in each partition. */
export type Positions = ReadonlyMap<number, number>;

const OFFSETS_TOOL = 'org.apache.kafka.tools.GetOffsetShell';
const POLL_MS = 300;

/**
 * Waits until the consumer group has stored every record that is on the topic now: until its positions in MySQL, which
 * are written with the rows, have reached the ends of all partitions in Kafka.
 */
export async function waitUntilStored(
  stack: DevStack,
  { topic, groupId }: { readonly topic: string; readonly groupId: string },
  signal: AbortSignal,
): Promise<void> {
  const [broker = ''] = stack.brokers;
  const tool = stack.kafkaTool(OFFSETS_TOOL, [
    '--bootstrap-server',
    broker,
    '--topic',
    topic,
    '--time',
    'latest',
  ]);
  const ends = parseEndOffsets(await outputOf(tool));
  const query =
    'SELECT partition_number, next_offset FROM consumer_offset ' +
    `WHERE topic = ${quoted(topic)} AND consumer_group = ${quoted(groupId)} AND next_offset IS NOT NULL`;
  const client = stack.sqlClient('reader');
  const positionsQuery = {
    ...client,
    args: [...client.args, '--batch', '--skip-column-names', '--execute', query],
  };
  while (!haveReached(parsePositions(await outputOf(positionsQuery)), ends)) {
    await delay(POLL_MS, undefined, { signal });
  }
}

/** From Kafka's tool: `weather_data:0:1234` for each partition. */
export function parseEndOffsets(output: string): Positions {
  const lines = output.split('\n').map((line) => /:(\d+):(\d+)$/.exec(line.trim()));
  return new Map(lines.flatMap((match) => (match ? [[Number(match[1]), Number(match[2])] as const] : [])));
}

/** From the database's client: partition and position, a tab between them. */
export function parsePositions(output: string): Positions {
  const lines = output.split('\n').map((line) => /^(\d+)\t(\d+)$/.exec(line.trim()));
  return new Map(lines.flatMap((match) => (match ? [[Number(match[1]), Number(match[2])] as const] : [])));
}

/** A partition in which nothing was ever written needs no position. */
export function haveReached(positions: Positions, ends: Positions): boolean {
  return [...ends].every(([partition, end]) => (positions.get(partition) ?? 0) >= end);
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

async function outputOf({ command, args, env }: ToolCommand): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { env: { ...process.env, ...env } });
  return stdout;
}
