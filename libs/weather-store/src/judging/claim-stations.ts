import type { EntityManager } from '@mikro-orm/mysql';
import { toDateTime, toEpochMs } from '../rows/date-time.ts';
import { chunk } from '../rows/chunk.ts';
import type { PartitionOwner } from '../offsets/partition-offset.ts';

/** How a station comes: always in one partition; in another one than before; again and again in other ones. */
export type Sharing = 'none' | 'moved' | 'shared';

/** A station goes back to coming in one partition when no other one has brought it for so long. */
export const SHARED_FOR_MS = 86_400_000;
/** With the second time within a day it is no longer a topic whose partitions were increased. */
const HAND_OVERS_OF_SHARED = 2;
/** A shared station is noted as such once an hour, not with every batch. */
const NOTED_EVERY_MS = 3_600_000;

interface StationOwner {
  readonly id: number;
  readonly writtenBy: number | null;
  readonly handOvers: number;
  readonly handedOverAt: string | null;
}

/** What becomes of the rows of stations, and of what other partitions remember. */
interface Claims {
  readonly sharing: Map<number, Sharing>;
  readonly adopted: number[];
  readonly moved: number[];
  readonly shared: number[];
  readonly formerOwners: Set<number>;
}

/** The stations of a batch that its partition does not remember, as claimed. */
export interface ClaimedStations {
  readonly sharing: ReadonlyMap<number, Sharing>;
  /** Those that are found to be shared for the first time. */
  readonly newlyShared: readonly number[];
}

export const NOTHING_CLAIMED: ClaimedStations = { sharing: new Map(), newlyShared: [] };

/**
 * Locks stations for a partition until the end of its transaction, so that their state may be made out from the database. A
 * station belongs to the partition that has written it last, which alone may remember it. If that is another one, its epoch is
 * moved: its next batch finds that out with the statement that moves its position, and remembers nothing then. A station that
 * two partitions bring in turns belongs to nobody: each batch of either locks it and makes it out from the database.
 */
export async function claimStations(
  em: EntityManager,
  owner: PartitionOwner,
  stations: readonly number[],
  now: number,
): Promise<ClaimedStations> {
  const claims: Claims = { sharing: new Map(), adopted: [], moved: [], shared: [], formerOwners: new Set() };
  const inOrder = [...stations].sort((a, b) => a - b);
  const newlyShared: number[] = [];
  for (const some of chunk(inOrder))
    for (const row of await lock(em, some)) if (claim(claims, row, owner, now)) newlyShared.push(row.id);
  await note(em, claims, owner, now);
  return { sharing: claims.sharing, newlyShared };
}

/** By the key: with few stations the servers look at all of them, and wait for those that other partitions have locked. */
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
  const handOvers = Math.min(before + (isOther ? 1 : 0), HAND_OVERS_OF_SHARED);
  if (handOvers > 0) claims.sharing.set(id, handOvers < HAND_OVERS_OF_SHARED ? 'moved' : 'shared');
  if (!isOther) {
    if (writtenBy === null || before < row.handOvers) claims.adopted.push(id);
    return false;
  }
  const wasShared = before === HAND_OVERS_OF_SHARED;
  if (!wasShared) claims.formerOwners.add(writtenBy);
  if (handOvers < HAND_OVERS_OF_SHARED) claims.moved.push(id);
  else if (!wasShared || age >= NOTED_EVERY_MS) claims.shared.push(id);
  return handOvers === HAND_OVERS_OF_SHARED && !wasShared;
}

async function note(em: EntityManager, claims: Claims, { id }: PartitionOwner, now: number): Promise<void> {
  await writeOwner(em, claims.adopted, [id, 0, null]);
  await writeOwner(em, claims.moved, [id, 1, toDateTime(now)]);
  await writeOwner(em, claims.shared, [id, HAND_OVERS_OF_SHARED, toDateTime(now)]);
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
