import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatLocalTime, formatValue, QUANTITIES } from '../lib/format.ts';
import { store } from '../lib/page.ts';
import { toHref } from '../lib/route.ts';
import type { Latest } from '../lib/station.ts';

/** A time (epoch ms or ISO 8601), shown in local time and, on hover, in UTC. */
export function Timestamp({ at }: { readonly at: number | string }) {
  const time = new Date(at);
  const utc = time.toISOString();
  return (
    <time dateTime={utc} title={`${utc} (UTC)`}>
      {formatLocalTime(time)}
    </time>
  );
}

/** An error that is announced to screen readers; nothing if there is none. */
export function ErrorMessage({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p class="error" role="alert">
      {text}
    </p>
  );
}

/** The name of a station, and its id if that differs: several stations of a city have the same name. */
export function StationLink({ id }: { readonly id: string }) {
  const name = store.stations.value.get(id)?.name ?? id;
  return (
    <>
      <a href={toHref({ view: 'station', station: id })}>{name}</a>{' '}
      {name !== id && <span class="station-id">{id}</span>}
    </>
  );
}

/** Lets keyboard users skip a section, to the element with an id; visible only while focused. */
export function SkipLink({ to, label }: { readonly to: string; readonly label: string }) {
  // The hash of the URL is the route, so the browser must not follow the link.
  const skip = (event: Event) => {
    event.preventDefault();
    const target = document.getElementById(to);
    target?.focus();
    target?.scrollIntoView();
  };
  return (
    <a class="skip-link" href={`#${to}`} onClick={skip}>
      {label}
    </a>
  );
}

interface LabelledProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A form control with its label. */
export function Field({ label, children }: LabelledProps) {
  return (
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

/** The header of a column, by itself or of a column of numbers. */
export type Column = string | { readonly number: string; readonly unit?: string };

/** A table with its rows, which may be wider than the page, in a box that can be scrolled by keyboard. */
export function Table({ label, columns, children }: LabelledProps & { readonly columns: readonly Column[] }) {
  return (
    <div class="table-box" tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>{columns.map(toHeader)}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function toHeader(column: Column) {
  if (typeof column === 'string') return <th scope="col">{column}</th>;
  const { number, unit } = column;
  return (
    <th scope="col" class="number">
      {number}
      {unit !== undefined && (
        <>
          {' '}
          <span class="unit">{unit}</span>
        </>
      )}
    </th>
  );
}

/** The columns of `QuantityCells`. */
export const QUANTITY_COLUMNS: readonly Column[] = QUANTITIES.map(({ label, unit }) => ({
  number: label,
  unit,
}));

/** A cell for each value of a reading. */
export function QuantityCells({ values }: { readonly values: Latest['values'] | undefined }) {
  return (
    <>
      {QUANTITIES.map((quantity, index) => (
        <td key={quantity.name} class="number">
          {formatValue(values?.[index], quantity)}
        </td>
      ))}
    </>
  );
}

/** The current width of an element in pixels; 0 until it is laid out. */
export function useElementWidth<E extends Element>(): {
  readonly ref: RefObject<E | null>;
  readonly width: ReadonlySignal<number>;
} {
  const ref = useRef<E>(null);
  const width = useSignal(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    width.value = Math.floor(element.clientWidth);
    const observer = new ResizeObserver(() => (width.value = Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

/** Elements close to the viewport count as visible, so that they are ready when scrolled to. */
const NEARLY = '200px';

/** Whether an element is in the viewport. */
export function useVisible(ref: RefObject<Element | null>): ReadonlySignal<boolean> {
  const isVisible = useSignal(false);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver(
      (entries) => (isVisible.value = entries.at(-1)?.isIntersecting ?? false),
      { rootMargin: NEARLY },
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return isVisible;
}
