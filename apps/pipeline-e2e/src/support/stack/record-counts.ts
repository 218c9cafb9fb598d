import type { TestStack } from './test-stack.ts';

/** The counts of `consumer_offset` and their columns. */
const COLUMNS = {
  read: 'read_count',
  stored: 'stored_count',
  repeated: 'duplicate_count',
  replaced: 'correction_count',
  deadLettered: 'dead_lettered_count',
  lost: 'expired_count',
} as const;

type CountName = keyof typeof COLUMNS;

const COUNT_NAMES = Object.keys(COLUMNS) as CountName[];

/** The number of records by outcome. */
export type Counts = Readonly<Record<CountName, number>>;

/** A row with the counts as the driver returns them. */
export type CountsRow = Readonly<Record<CountName, string | number | null>>;

/** Lists the columns of the counts for a SELECT. */
export function selectCounts(aggregate = ''): string {
  return COUNT_NAMES.map((name) => `${aggregate}(${COLUMNS[name]}) AS \`${name}\``).join(', ');
}

/** Converts a row that was read with `selectCounts`; the sum over no rows is null and counts as 0. */
export function toCounts(row: CountsRow | undefined): Counts {
  return Object.fromEntries(COUNT_NAMES.map((name) => [name, Number(row?.[name] ?? 0)])) as Counts;
}

/** Sums up the counts of one topic or of all, over all groups and partitions. */
export async function readCounts(stack: TestStack, topic: string | null = null): Promise<Counts> {
  const [row] = await stack.query<CountsRow>(
    `SELECT ${selectCounts('SUM')} FROM consumer_offset WHERE topic = COALESCE(?, topic)`,
    [topic],
  );
  return toCounts(row);
}
