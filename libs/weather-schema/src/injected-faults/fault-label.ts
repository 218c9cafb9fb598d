import { QUANTITY_NAMES, type Quantity } from '../reading/quantities.ts';
import { formatIsoTimestamp } from '../time/format-timestamp.ts';
import { parseIsoTimestamp } from '../time/parse-timestamp.ts';

/** What the simulator can get wrong on purpose; the names are those of its setting and of the side file. */
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
 * The truth of a reading that a fault has touched: a line of the side file. A fault that changes two values of a reading
 * has a label for each. Times are milliseconds since the epoch here, ISO 8601 in the file.
 */
export interface FaultLabel {
  readonly fault: FaultName;
  readonly stationId: string;
  /** When the fault began: the labels of one occurrence have the same. */
  readonly since: number;
  /** When the reading was made. */
  readonly trueObservedAt: number;
  /** The time that it was sent with; missing if it was left out. */
  readonly observedAt?: number;
  /** Only where a value was changed: which, what was measured and what was sent, in the unit of the wire format. */
  readonly quantity?: Quantity;
  readonly trueValue?: number;
  readonly sentValue?: number;
}

/** A label as a line of the side file, without its end. */
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

/** The label that a line of the side file holds; undefined if it holds none. */
export function decodeFaultLabel(line: string): FaultLabel | undefined {
  const { observedAt, quantity, trueValue, sentValue, ...fields } = fieldsOf(line);
  const { fault, stationId } = fields;
  const since = instantOf(fields['since']);
  const trueObservedAt = instantOf(fields['trueObservedAt']);
  const sentAt = observedAt === undefined ? undefined : instantOf(observedAt);
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

function instantOf(value: unknown): number {
  return typeof value === 'string' ? parseIsoTimestamp(value) : Number.NaN;
}

function isOneOf<T extends string>(names: readonly T[], value: unknown): value is T {
  return (names as readonly unknown[]).includes(value);
}
