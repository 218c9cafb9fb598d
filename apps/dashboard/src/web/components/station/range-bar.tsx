import { ErrorMessage, Field } from '../ui.tsx';
import { useSignal } from '@preact/signals';
import { fromLocalInput, toLocalInput } from '../../lib/format.ts';
import type { StationModel } from './station-model.ts';
import { getSpan, RANGES } from './time-window.ts';

const PAN_SHARE = 0.5;
const ZOOM_FACTOR = 0.5;
const MIDDLE = 0.5;

/** Selects the time range of the plots. */
export function RangeBar({ model }: { readonly model: StationModel }) {
  const shown = model.shown.value;
  return (
    <div class="range-bar" role="group" aria-label="Time range">
      <div class="row">
        {RANGES.map(({ label, spanMs }) => (
          <button
            key={label}
            type="button"
            aria-pressed={shown.follows && getSpan(shown) === spanMs}
            onClick={() => model.showLast(spanMs)}
          >
            {label}
          </button>
        ))}
      </div>
      <div class="row">
        <button type="button" aria-label="Earlier" onClick={() => model.pan(-PAN_SHARE)}>
          ←
        </button>
        <button type="button" aria-label="Later" onClick={() => model.pan(PAN_SHARE)}>
          →
        </button>
        <button type="button" aria-label="Zoom in" onClick={() => model.zoom(ZOOM_FACTOR, MIDDLE)}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => model.zoom(1 / ZOOM_FACTOR, MIDDLE)}>
          −
        </button>
        <button type="button" aria-pressed={shown.follows} onClick={() => model.showLast(getSpan(shown))}>
          Now
        </button>
      </div>
      <CustomRange model={model} />
    </div>
  );
}

function CustomRange({ model }: { readonly model: StationModel }) {
  const error = useSignal<string | null>(null);
  const { from, to } = model.shown.value;
  const apply = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const range = readRange(new FormData(event.currentTarget));
    error.value = range ? null : "'From' must be earlier than 'To'.";
    if (range) model.shown.value = { ...range, follows: false };
  };
  return (
    <details class="custom-range">
      <summary>Custom</summary>
      <form class="row" onSubmit={apply}>
        <Field label="From">
          <input type="datetime-local" name="from" required defaultValue={toLocalInput(from)} />
        </Field>
        <Field label="To">
          <input type="datetime-local" name="to" required defaultValue={toLocalInput(to)} />
        </Field>
        <button type="submit">Show</button>
        <ErrorMessage text={error.value} />
      </form>
    </details>
  );
}

function readRange(form: FormData): { readonly from: number; readonly to: number } | undefined {
  const [from, to] = ['from', 'to'].map((name) => {
    const text = form.get(name);
    return typeof text === 'string' ? fromLocalInput(text) : undefined;
  });
  return from !== undefined && to !== undefined && from < to ? { from, to } : undefined;
}
