import { useSignal, type ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** The width of an element in pixels, as it changes; 0 until it is laid out. */
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
