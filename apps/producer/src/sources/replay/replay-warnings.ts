import { LATENESS_MINUTES, type StationTimes } from './station-times.ts';

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
        `${missing} rows of ${fileName} have a time that does not exist in ${zone}, as its clocks are put forward: ` +
        'they were skipped; a file in standard time all year needs a zone without summer time, such as Etc/GMT-1 (UTC+1)',
    },
    {
      count: ambiguous,
      text:
        `${ambiguous} rows of ${fileName} have a time that comes twice in ${zone}, as its clocks are put back: ` +
        'which of the two it is was told by the order of the file',
    },
    {
      count: repeated,
      text:
        `${repeated} readings of ${fileName} have the station and timestamp of another one before them in the file, ` +
        'and replace it',
    },
    {
      count: isSorted ? 0 : late,
      text:
        `${late} readings of ${fileName} are more than ${LATENESS_MINUTES} minutes older than one before them of their ` +
        'station, and may raise no alert; a REPLAY_SPEED other than max, such as 1000000, puts them in order of time',
    },
  ];
  return texts.filter(({ count }) => count > 0).map(({ text }) => text);
}
