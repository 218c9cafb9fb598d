import { QUANTITY_NAMES, type Quantity } from '../reading/quantities.ts';
import { formatIsoTimestamp } from '../time/format-timestamp.ts';
import { parseIsoTimestamp } from '../time/parse-timestamp.ts';

/** The faults that the simulator can inject; the names are those of its setting and of the truth file. */
export const FAULT_NAMES = [
  'spike',
  'stuck',
  'drift',
  'unit-mix-up',
  'clock-skew',
  'gap',
  'late',
  'out-of-order',
  'duplicate',
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/**
 * The truth about a reading with an injected fault: a line of the truth file. A fault that changes two values of a reading has a
 * label for each. Times are in epoch ms here, ISO 8601 in the file.
 */
export interface FaultLabel {
  readonly fault: FaultName;
  readonly stationId: string;
  /** When the fault began: the labels of one occurrence have the same. */
  readonly since: number;
  /** When the reading was really observed. */
  readonly trueObservedAt: number;
  /** The time in the record; missing if the reading was not sent. */
  readonly observedAt?: number;
  /** Where a value was changed: its quantity, and the measured and the sent value in the unit of the wire format. */
  readonly quantity?: Quantity;
  readonly trueValue?: number;
  readonly sentValue?: number;
}

/** Encodes a label as a line of the truth file, without the line end. */
export function encodeFaultLabel({ fault, stationId, ...label }: FaultLabel): string {
  const { since, trueObservedAt, observedAt, quantity, trueValue, sentValue } = label;
  return JSON.stringify({
    fault,
    stationId,
    since: formatIsoTimestamp(since),
    trueObservedAt: formatIsoTimestamp(trueObservedAt),
    observedAt: observedAt === undefined ? undefined : formatIsoTimestamp(observedAt),
    quantity,
    trueValue,
    sentValue,
  });
}

/** Decodes a line of the truth file; undefined if it is not a label. */
export function decodeFaultLabel(line: string): FaultLabel | undefined {
  const { observedAt, quantity, trueValue, sentValue, ...fields } = fieldsOf(line);
  const { fault, stationId } = fields;
  const since = toEpochMs(fields['since']);
  const trueObservedAt = toEpochMs(fields['trueObservedAt']);
  const sentAt = observedAt === undefined ? undefined : toEpochMs(observedAt);
  if (!isOneOf(FAULT_NAMES, fault) || typeof stationId !== 'string') return undefined;
  if (Number.isNaN(since) || Number.isNaN(trueObservedAt) || Number.isNaN(sentAt)) return undefined;
  if (quantity !== undefined && !isOneOf(QUANTITY_NAMES, quantity)) return undefined;
  return {
    fault,
    stationId,
    since,
    trueObservedAt,
    ...(sentAt !== undefined && { observedAt: sentAt }),
    ...(quantity !== undefined && { quantity }),
    ...(typeof trueValue === 'number' && { trueValue }),
    ...(typeof sentValue === 'number' && { sentValue }),
  };
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function toEpochMs(value: unknown): number {
  return typeof value === 'string' ? parseIsoTimestamp(value) : Number.NaN;
}

function isOneOf<T extends string>(names: readonly T[], value: unknown): value is T {
  return (names as readonly unknown[]).includes(value);
}
