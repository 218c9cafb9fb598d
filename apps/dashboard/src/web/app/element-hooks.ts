import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

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
