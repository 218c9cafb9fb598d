import type { Gauge } from 'prom-client';

/** A metric before it has values. */
export interface MetricDeclaration<Label extends string> {
  /** Begins with `weather_`, ends with the unit, and that of a counter with `_total`. */
  readonly name: string;
  /** One sentence for who reads `/metrics`. */
  readonly help: string;
  /** Each of them may have few values only: every value is a time series of its own. */
  readonly labelNames?: readonly Label[];
}

export interface GaugeDeclaration<Label extends string> extends MetricDeclaration<Label> {
  /** Called when `/metrics` is asked for, to set the gauge to what it is just then. */
  readonly collect?: (this: Gauge<Label>) => void;
}

export interface HistogramDeclaration<Label extends string> extends MetricDeclaration<Label> {
  /** The upper bounds of the buckets, rising, in the unit of the name. */
  readonly buckets: readonly number[];
}
