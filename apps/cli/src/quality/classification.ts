import { getFlag, QUALITY_FLAG, TIMELINESS, getTimeliness } from '@weather/weather-rules';
import { QUANTITY_NAMES, type FaultLabel, type FaultName, type Quantity } from '@weather/weather-schema';

/** The place where quality control can detect a fault: the value, the timeliness of the reading, or none. */
export type Visibility = 'value' | 'timeliness' | 'none';

/** A gap leaves no row; evaluation in event-time order and the key of a reading correct the others without a flag. */
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

/** The flags of a value that should not be used. */
export const SUSPECT_FLAGS = ['doubtful', 'wrong'] as const;
export type SuspectFlag = (typeof SUSPECT_FLAGS)[number];

/** A value with a suspect flag, and whether a fault explains it. */
interface FlaggedValue {
  readonly quantity: Quantity;
  readonly flag: SuspectFlag;
  readonly isLabelled: boolean;
}

/** The flags of a row, compared with its labels. */
export interface Classification {
  readonly flagged: readonly FlaggedValue[];
  /** Whether the reading was flagged as beyond the allowed lateness or from the future. */
  readonly isOutOfTime: boolean;
  /** Whether its clock was wrong. */
  readonly isSkewed: boolean;
}

/** Classifies a row. With a wrong clock every value belongs to another time, so any of them may be flagged. */
export function classify(quality: number, labels: readonly FaultLabel[]): Classification {
  const isSkewed = labels.some(({ fault }) => fault === 'clock-skew');
  const flagged: FlaggedValue[] = [];
  for (const quantity of QUANTITY_NAMES) {
    const flag = findSuspectFlag(quality, quantity);
    if (flag === undefined) continue;
    const isLabelled = isSkewed || labels.some((label) => label.quantity === quantity);
    flagged.push({ quantity, flag, isLabelled });
  }
  return { flagged, isOutOfTime: getTimeliness(quality) !== TIMELINESS.onTime, isSkewed };
}

/** Whether a fault was detected; for an invisible one, whether something was flagged that no other fault explains. */
export function isDetected(
  { fault, quantity }: FaultLabel,
  { flagged, isOutOfTime, isSkewed }: Classification,
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

function findSuspectFlag(quality: number, quantity: Quantity): SuspectFlag | undefined {
  const flag = getFlag(quality, quantity);
  return SUSPECT_FLAGS.find((suspect) => flag === QUALITY_FLAG[suspect]);
}
