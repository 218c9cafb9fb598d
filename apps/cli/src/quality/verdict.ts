import { getFlag, QUALITY_FLAG, TIMELINESS, getTimeliness } from '@weather/weather-rules';
import { QUANTITY_NAMES, type FaultLabel, type FaultName, type Quantity } from '@weather/weather-schema';
import type { LabelsOfReading } from './truth.ts';

/** Where quality control can see a fault: in the value, in the timeliness of the reading, or nowhere. */
export type Visibility = 'value' | 'timeliness' | 'none';

/** A gap leaves no row; the others of `none` are put right by the order of event time and the key of a reading. */
export const VISIBILITY: Readonly<Record<FaultName, Visibility>> = {
  spike: 'value',
  stuck: 'value',
  drift: 'value',
  'unit-mix-up': 'value',
  'clock-skew': 'timeliness',
  gap: 'none',
  late: 'none',
  'out-of-order': 'none',
  duplicate: 'none',
};

/** The flags that say that a value is not to be believed. */
export const ALARMS = ['doubtful', 'wrong'] as const;
export type Alarm = (typeof ALARMS)[number];

/** A value that was flagged, and whether the truth has something to say of it. */
export interface FlaggedValue {
  readonly quantity: Quantity;
  readonly alarm: Alarm;
  readonly isLabelled: boolean;
}

/** What quality control said of a row, held against its labels. */
export interface Verdict {
  readonly flagged: readonly FlaggedValue[];
  readonly isOutOfTime: boolean;
  /** Whether its clock was wrong. */
  readonly isSkewed: boolean;
}

/** With a wrong clock every value is one of another time, so that any of them may be flagged. */
export function verdictOn(quality: number, labels: LabelsOfReading): Verdict {
  const isSkewed = labels.some(({ fault }) => fault === 'clock-skew');
  const flagged: FlaggedValue[] = [];
  for (const quantity of QUANTITY_NAMES) {
    const alarm = alarmOf(quality, quantity);
    if (alarm === undefined) continue;
    const isLabelled = isSkewed || labels.some((label) => label.quantity === quantity);
    flagged.push({ quantity, alarm, isLabelled });
  }
  return { flagged, isOutOfTime: getTimeliness(quality) !== TIMELINESS.onTime, isSkewed };
}

/** Whether quality control saw a fault; of one that it cannot see, whether it flagged what no other fault explains. */
export function isSeen(
  { fault, quantity }: FaultLabel,
  { flagged, isOutOfTime, isSkewed }: Verdict,
): boolean {
  switch (VISIBILITY[fault]) {
    case 'value':
      return flagged.some((value) => value.quantity === quantity);
    case 'timeliness':
      return isOutOfTime;
    case 'none':
      return flagged.some(({ isLabelled }) => !isLabelled) || (isOutOfTime && !isSkewed);
  }
}

function alarmOf(quality: number, quantity: Quantity): Alarm | undefined {
  const flag = getFlag(quality, quantity);
  return ALARMS.find((alarm) => flag === QUALITY_FLAG[alarm]);
}
