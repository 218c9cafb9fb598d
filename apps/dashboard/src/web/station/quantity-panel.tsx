import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { useElementWidth, useVisible } from '../app/element-hooks.ts';
import { api } from '../api/client.ts';
import { QUANTITIES, type Quantity } from '../format/quantities.ts';
import { PlotCaption } from './plot-caption.tsx';
import { startQuantityPlot } from './quantity-plot.ts';
import { SeriesLoader } from './series-loader.ts';
import type { StationModel } from './station-model.ts';

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
