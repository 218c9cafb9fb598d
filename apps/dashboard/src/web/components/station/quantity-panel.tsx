import { useComputed, useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { useElementWidth, useVisible, ErrorMessage } from '../ui.tsx';
import { api } from '../../lib/api.ts';
import { QUANTITIES, type Quantity, formatValue, formatWithUnit, formatLocalTime } from '../../lib/format.ts';
import { startQuantityPlot } from './quantity-plot.ts';
import { SeriesLoader } from './series-loader.ts';
import type { StationModel } from './station-model.ts';
import { summarizeSeries } from './series-columns.ts';

/** Before the values of a live reading come its station and its time. */
const FIRST_VALUE = 2;

interface QuantityPanelProps {
  readonly model: StationModel;
  readonly quantity: Quantity;
}

/** A quantity's plot with what it says in words. */
export function QuantityPanel({ model, quantity }: QuantityPanelProps) {
  const { ref, width } = useElementWidth<HTMLDivElement>();
  const isVisible = useVisible(ref);
  const cursor = useSignal<number | null>(null);
  const loader = useMemo(
    () =>
      new SeriesLoader({
        quantity: quantity.name,
        shown: model.shown,
        generation: model.store.generation,
        isVisible,
        fetch: (query, signal) => api.series(model.id, query, signal),
      }),
    [model, quantity],
  );
  useEffect(() => loader.start(), [loader]);
  useEffect(() => {
    const index = QUANTITIES.indexOf(quantity) + FIRST_VALUE;
    return model.onReading.add((reading) => loader.add(reading[1], numberAt(reading, index)));
  }, [loader]);
  const isDrawn = useComputed(() => isVisible.value && width.value > 0);
  useEffect(() => {
    if (!isDrawn.value || !ref.current) return;
    return startQuantityPlot({
      element: ref.current,
      width: width.value,
      quantity,
      model,
      loader,
      onCursor: (index) => (cursor.value = index),
    });
  }, [loader, isDrawn.value, width.value]);
  return (
    <section class="panel plot-panel" aria-labelledby={`plot-${quantity.name}`}>
      <PlotCaption quantity={quantity} loader={loader} model={model} cursor={cursor} />
      <div class="plot" ref={ref} aria-hidden="true" />
    </section>
  );
}

function numberAt(reading: readonly (string | number | null)[], index: number): number | null {
  const value = reading[index];
  return typeof value === 'number' ? value : null;
}

interface PlotCaptionProps {
  readonly quantity: Quantity;
  readonly loader: SeriesLoader;
  readonly model: StationModel;
  readonly cursor: ReadonlySignal<number | null>;
}

const RESOLUTIONS = { reading: null, hour: 'hourly means', day: 'daily means' } as const;

/** The name of a plot, a summary in words, and the value under the cursor. */
export function PlotCaption({ quantity, loader, model, cursor }: PlotCaptionProps) {
  return (
    <div class="plot-caption">
      <h2 id={`plot-${quantity.name}`}>
        {quantity.label} <span class="muted">{quantity.unit}</span>
      </h2>
      <Words quantity={quantity} loader={loader} model={model} />
      <UnderCursor quantity={quantity} loader={loader} cursor={cursor} />
      {quantity.name === 'temperature' && <TemperatureKey />}
    </div>
  );
}

function Words({ quantity, loader, model }: Omit<PlotCaptionProps, 'cursor'>) {
  const summary = useComputed(() => summarizeSeries(loader.columns.value, model.shown.value)).value;
  const resolution = RESOLUTIONS[loader.resolution.value];
  if (loader.error.value !== null) return <ErrorMessage text={loader.error.value} />;
  if (!summary) return <p class="muted">{loader.isLoading.value ? 'Loading…' : 'No data in this period.'}</p>;
  return (
    <p class="muted">
      Latest {formatWithUnit(summary.last, quantity)} · min {formatValue(summary.min, quantity)} · max{' '}
      {formatValue(summary.max, quantity)}
      {resolution !== null && <> · {resolution}</>}
      {summary.flagged > 0 && (
        <>
          {' · '}
          <span class="flag-key" aria-hidden="true">
            ◇
          </span>{' '}
          {summary.flagged} flagged by quality control
        </>
      )}
    </p>
  );
}

/** Hidden from screen readers, which have the table of readings. */
function UnderCursor({ quantity, loader, cursor }: Omit<PlotCaptionProps, 'model'>) {
  const index = cursor.value;
  const columns = loader.columns.value;
  const at = index === null ? undefined : columns.times[index];
  const text =
    index === null || at === undefined
      ? ' '
      : `${formatLocalTime(at)}: ${formatWithUnit(columns.values[index], quantity)}`;
  return (
    <p class="under-cursor" aria-hidden="true">
      {text}
    </p>
  );
}

function TemperatureKey() {
  return (
    <p class="plot-key muted">
      <span class="key-threshold" aria-hidden="true" /> alert threshold
      <span class="key-alert" aria-hidden="true" /> alert
    </p>
  );
}
