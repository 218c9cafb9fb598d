import { ALLOWED_LATENESS_MINUTES, type StationTimes } from './station-times.ts';

interface WarningContext {
  readonly fileName: string;
  readonly zone: string | undefined;
  /** Whether the readings were sorted by time. */
  readonly isSorted: boolean;
}

/** Warnings about the times of a readable file. */
export function replayWarnings(
  { missing, ambiguous, duplicates, late }: StationTimes,
  { fileName, zone, isSorted }: WarningContext,
): string[] {
  const warnings: [count: number, text: string][] = [
    [
      missing,
      `rows skipped whose time does not exist in ${zone} because clocks are set forward: ${missing}; ` +
        'a file in standard time all year needs a zone without daylight saving time, such as Etc/GMT-1 (UTC+1)',
    ],
    [
      ambiguous,
      `rows whose time occurs twice in ${zone} because clocks are set back: ${ambiguous}; ` +
        'resolved by the order of the file',
    ],
    [duplicates, `readings that replace an earlier one of the same station and timestamp: ${duplicates}`],
    [
      isSorted ? 0 : late,
      `readings more than ${ALLOWED_LATENESS_MINUTES} minutes older than an earlier one of their station: ${late}; they may ` +
        'raise no alert; a REPLAY_SPEED other than max, such as 1000000, sorts them by time',
    ],
  ];
  return warnings.filter(([count]) => count > 0).map(([, text]) => `${fileName}: ${text}`);
}
