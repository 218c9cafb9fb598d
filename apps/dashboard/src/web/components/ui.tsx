import { formatLocalTime } from '../lib/format.ts';
import type { ComponentChildren, RefObject } from 'preact';
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { usePage } from '../lib/page.ts';
import { toHref } from '../lib/route.ts';

/** A time in epoch ms, shown in local time and, on hover, in UTC. */
export function Timestamp({ at }: { readonly at: number }) {
  const utc = new Date(at).toISOString();
  return (
    <time dateTime={utc} title={`${utc} (UTC)`}>
      {formatLocalTime(at)}
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

interface SkipLinkProps {
  /** The id of the element to focus. */
  readonly to: string;
  readonly label: string;
}

/** Lets keyboard users skip a section; visible only while focused. */
export function SkipLink({ to, label }: SkipLinkProps) {
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

interface TableBoxProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A table that may be wider than the page, in a box that can be scrolled by keyboard. */
export function TableBox({ label, children }: TableBoxProps) {
  return (
    <div class="table-box" tabIndex={0} role="group" aria-label={label}>
      <table>{children}</table>
    </div>
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

/** The name of a station, and its id if that differs: several stations of a city have the same name. */
export function StationLink({ id }: { readonly id: string }) {
  const name = usePage().store.stations.value.get(id)?.name ?? id;
  return (
    <>
      <a href={toHref({ view: 'station', station: id })}>{name}</a>{' '}
      {name !== id && <span class="station-id">{id}</span>}
    </>
  );
}
