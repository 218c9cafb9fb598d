import type { EntityManager } from '@mikro-orm/mysql';
import { SHARED_FOR_MS, type Sharing } from '@weather/weather-rules';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { chunk } from '../rows/chunk.ts';
import type { PartitionOwner } from '../offsets/partition-offset.ts';

/** A second hand-over within a day cannot be explained by added partitions. */
const SHARED_AFTER_HAND_OVERS = 2;
/** A shared station is recorded as such once an hour, not with every batch. */
const RECORD_INTERVAL_MS = 3_600_000;

interface StationOwner {
  readonly id: number;
  readonly writtenBy: number | null;
  readonly handOvers: number;
  readonly handedOverAt: string | null;
}

/** The changes of station rows, and the partitions whose cached states become invalid. */
interface Claims {
  readonly sharing: Map<number, Sharing>;
  readonly claimed: number[];
  readonly moved: number[];
  readonly shared: number[];
  readonly formerOwners: Set<number>;
}

/** The claimed stations of a batch: those whose states its partition has not cached. */
export interface ClaimedStations {
  readonly sharing: ReadonlyMap<number, Sharing>;
  /** Those that are found to be shared for the first time. */
  readonly newlyShared: readonly number[];
}

/**
 * Locks stations for a partition until the end of its transaction, so that their states may be restored from the database. A
 * station belongs to the partition that has written it last, which alone may cache its state. If that is another one, its epoch
 * is incremented: its next batch notices that when it advances the offset, and uses no cached state. A station
 * whose records alternate between partitions is shared and has no owner: each batch locks it and restores its state from the
 * database.
 */
export async function claimStations(
  em: EntityManager,
  owner: PartitionOwner,
  stations: readonly number[],
  now: number,
): Promise<ClaimedStations> {
  const claims: Claims = { sharing: new Map(), claimed: [], moved: [], shared: [], formerOwners: new Set() };
  const sorted = [...stations].sort((a, b) => a - b);
  const newlyShared: number[] = [];
  for (const ids of chunk(sorted))
    for (const row of await lock(em, ids)) if (claim(claims, row, owner, now)) newlyShared.push(row.id);
  await writeClaims(em, claims, owner, now);
  return { sharing: claims.sharing, newlyShared };
}

/** Forces the key: with few stations the servers scan all of them, and wait for those that other partitions have locked. */
async function lock(em: EntityManager, stations: readonly number[]): Promise<StationOwner[]> {
  return await em.execute<StationOwner[]>(
    `SELECT id, written_by AS writtenBy, hand_overs AS handOvers, handed_over_at AS handedOverAt
     FROM station FORCE INDEX (PRIMARY) WHERE id IN (?) ORDER BY id FOR UPDATE`,
    [stations],
  );
}

/** @returns whether the station is found to be shared only now. */
function claim(claims: Claims, row: StationOwner, owner: PartitionOwner, now: number): boolean {
  const { id, writtenBy } = row;
  const age = row.handedOverAt === null ? Number.POSITIVE_INFINITY : now - toEpochMs(row.handedOverAt);
  const before = age < SHARED_FOR_MS ? row.handOvers : 0;
  const isOther = writtenBy !== null && writtenBy !== owner.id;
  const handOvers = Math.min(before + (isOther ? 1 : 0), SHARED_AFTER_HAND_OVERS);
  if (handOvers > 0) claims.sharing.set(id, handOvers < SHARED_AFTER_HAND_OVERS ? 'moved' : 'shared');
  if (!isOther) {
    if (writtenBy === null || before < row.handOvers) claims.claimed.push(id);
    return false;
  }
  const wasShared = before === SHARED_AFTER_HAND_OVERS;
  if (!wasShared) claims.formerOwners.add(writtenBy);
  if (handOvers < SHARED_AFTER_HAND_OVERS) claims.moved.push(id);
  else if (!wasShared || age >= RECORD_INTERVAL_MS) claims.shared.push(id);
  return handOvers === SHARED_AFTER_HAND_OVERS && !wasShared;
}

async function writeClaims(
  em: EntityManager,
  claims: Claims,
  { id }: PartitionOwner,
  now: number,
): Promise<void> {
  await writeOwner(em, claims.claimed, [id, 0, null]);
  await writeOwner(em, claims.moved, [id, 1, toDateTime(now)]);
  await writeOwner(em, claims.shared, [id, SHARED_AFTER_HAND_OVERS, toDateTime(now)]);
  const formerOwners = [...claims.formerOwners].sort((a, b) => a - b);
  if (formerOwners.length > 0)
    await em.execute(
      'UPDATE consumer_offset SET state_epoch = state_epoch + 1 WHERE id IN (?)',
      [formerOwners],
      'run',
    );
}

async function writeOwner(
  em: EntityManager,
  stations: readonly number[],
  values: readonly [id: number, handOvers: number, handedOverAt: string | null],
): Promise<void> {
  for (const some of chunk(stations))
    await em.execute(
      'UPDATE station SET written_by = ?, hand_overs = ?, handed_over_at = ? WHERE id IN (?)',
      [...values, some],
      'run',
    );
}
