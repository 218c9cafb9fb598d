import type { EntityManager } from '@mikro-orm/mysql';
import type { ReadingJudge } from '@weather/weather-judge';
import type { Rejudged } from './judge-late-rows.ts';
import { dropCheckpointsFrom, pruneCheckpoints, writeCheckpoints } from './station-checkpoints.ts';
import { writeQualities } from './station-rows.ts';
import type { TrackedStation } from './tracked-station.ts';

export interface Judgements {
  readonly rejudged: readonly Rejudged[];
  readonly needCheckpoint: readonly TrackedStation[];
  readonly latenessMs: number;
}

/** Writes what judging a batch has led to besides the flags of its own rows. */
export async function writeJudgements(
  em: EntityManager,
  judge: ReadingJudge,
  { rejudged, needCheckpoint, latenessMs }: Judgements,
): Promise<void> {
  if (rejudged.length > 0) {
    await writeQualities(
      em,
      rejudged.flatMap(({ changed }) => changed),
    );
    await dropCheckpointsFrom(
      em,
      rejudged.map(({ since }) => since),
    );
  }
  if (needCheckpoint.length === 0) return;
  await writeCheckpoints(
    em,
    needCheckpoint.map(({ station, newest, state }) => ({
      station,
      at: newest,
      state: judge.serialise(state),
    })),
  );
  await pruneCheckpoints(
    em,
    needCheckpoint.map(({ station, newest }) => ({ station, at: newest - latenessMs })),
  );
  for (const station of needCheckpoint) station.noteCheckpoint();
}
