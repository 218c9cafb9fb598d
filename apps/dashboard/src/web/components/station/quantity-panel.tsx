import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { api } from '../../lib/api.ts';
import { formatLocalTime, formatValue, formatWithUnit, QUANTITIES, type Quantity } from '../../lib/format.ts';
import { ErrorMessage, useElementWidth, useVisible } from '../ui.tsx';
import { startQuantityPlot } from './quantity-plot.ts';
import { summarizeSeries } from './series-columns.ts';
import { SeriesLoader } from './series-loader.ts';
import type { StationModel } from './station-model.ts';

interface QuantityPanelProps {
  readonly model: StationModel;
  readonly quantity: Quantity;
}

/** The plot of a quantity with a summary in words. */
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
    const index = QUANTITIES.indexOf(quantity);
    return model.onReading.add(({ observedAt, values }) => loader.add(observedAt, values[index] ?? null));
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

interface PlotCaptionProps extends QuantityPanelProps {
  readonly loader: SeriesLoader;
  readonly cursor: ReadonlySignal<number | null>;
}

const RESOLUTIONS = { reading: null, hour: 'hourly means', day: 'daily means' } as const;

/** The name of a plot, a summary in words, and the value under the cursor. */
function PlotCaption({ quantity, loader, model, cursor }: PlotCaptionProps) {
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
  const { times, values } = loader.columns.value;
  const index = cursor.value ?? Number.NaN;
  const at = times[index];
  return (
    <p class="under-cursor" aria-hidden="true">
      {at === undefined ? ' ' : `${formatLocalTime(at)}: ${formatWithUnit(values[index], quantity)}`}
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
