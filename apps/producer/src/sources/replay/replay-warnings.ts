import { ALLOWED_LATENESS_MINUTES, type StationTimes } from './station-times.ts';

interface WarningContext {
  readonly fileName: string;
  readonly zone: string | undefined;
  /** Whether the readings were put in order of time. */
  readonly isSorted: boolean;
}

type TimeCounts = Pick<StationTimes, 'missing' | 'ambiguous' | 'repeated' | 'late'>;

/** What may be wrong with the times of a file that could be read. */
export function replayWarnings(
  { missing, ambiguous, repeated, late }: TimeCounts,
  { fileName, zone, isSorted }: WarningContext,
): string[] {
  const texts = [
    {
      count: missing,
      text:
        `rows skipped whose time does not exist in ${zone}, as its clocks are put forward: ${missing}; ` +
        'a file in standard time all year needs a zone without summer time, such as Etc/GMT-1 (UTC+1)',
    },
    {
      count: ambiguous,
      text:
        `rows whose time comes twice in ${zone}, as its clocks are put back: ${ambiguous}; ` +
        'the order of the file told which of the two it is',
    },
    {
      count: repeated,
      text: `readings that replace one before them of the same station and timestamp: ${repeated}`,
    },
    {
      count: isSorted ? 0 : late,
      text:
        `readings more than ${ALLOWED_LATENESS_MINUTES} minutes older than one before them of their station: ${late}; they may ` +
        'raise no alert; a REPLAY_SPEED other than max, such as 1000000, puts them in order of time',
    },
  ];
  return texts.filter(({ count }) => count > 0).map(({ text }) => `${fileName}: ${text}`);
}
