import { useSignal, type ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** What is nearly in sight counts: it is ready when it is scrolled to. */
const NEARLY = '200px';

/** Whether an element is in sight. */
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
