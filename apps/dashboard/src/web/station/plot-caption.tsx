import { ErrorMessage } from '../app/components.tsx';
import { type ReadonlySignal, useComputed } from '@preact/signals';
import { formatValue, formatWithUnit, type Quantity } from '../format/quantities.ts';
import { formatLocalTime } from '../format/time.ts';
import type { SeriesLoader } from './series-loader.ts';
import type { StationModel } from './station-model.ts';
import { summarizeSeries } from './series-columns.ts';

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
