import { ALLOWED_LATENESS_MINUTES, type StationTimes } from './station-times.ts';

interface WarningContext {
  readonly fileName: string;
  readonly zone: string | undefined;
  /** Whether the readings were sorted by time. */
  readonly isSorted: boolean;
}

type TimeCounts = Pick<StationTimes, 'missing' | 'ambiguous' | 'duplicates' | 'late'>;

/** Warnings about the times of a readable file. */
export function replayWarnings(
  { missing, ambiguous, duplicates, late }: TimeCounts,
  { fileName, zone, isSorted }: WarningContext,
): string[] {
  const texts = [
    {
      count: missing,
      text:
        `rows skipped whose time does not exist in ${zone} because clocks are set forward: ${missing}; ` +
        'a file in standard time all year needs a zone without daylight saving time, such as Etc/GMT-1 (UTC+1)',
    },
    {
      count: ambiguous,
      text:
        `rows whose time occurs twice in ${zone} because clocks are set back: ${ambiguous}; ` +
        'resolved by the order of the file',
    },
    {
      count: duplicates,
      text: `readings that replace an earlier one of the same station and timestamp: ${duplicates}`,
    },
    {
      count: isSorted ? 0 : late,
      text:
        `readings more than ${ALLOWED_LATENESS_MINUTES} minutes older than an earlier one of their station: ${late}; they may ` +
        'raise no alert; a REPLAY_SPEED other than max, such as 1000000, sorts them by time',
    },
  ];
  return texts.filter(({ count }) => count > 0).map(({ text }) => `${fileName}: ${text}`);
}
