/** Creates a signal that is aborted `ms` after another one: work in flight may finish, within that time. */
export function delayedAbortSignal(
  signal: AbortSignal,
  ms: number,
): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    timer = setTimeout(() => controller.abort(), ms);
  };
  if (signal.aborted) start();
  else signal.addEventListener('abort', start, { once: true });
  const dispose = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', start);
  };
  return { signal: controller.signal, dispose };
}
