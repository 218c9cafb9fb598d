import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Alert } from '../../../contract/alerts.ts';
import { store } from '../../lib/page.ts';
import { alertKey, formatAnnouncement } from '../../lib/alerts.ts';

/** New alerts are announced together, since a screen reader could not keep up otherwise. */
const GATHER_MS = 3_000;

/** Announces new alerts to screen readers. */
export function AlertAnnouncer() {
  const text = useSignal('');
  useEffect(() => {
    const fired = new Map<string, Alert>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const announce = () => {
      timer = undefined;
      text.value = formatAnnouncement([...fired.values()]);
      fired.clear();
    };
    const stop = store.onAlerts.add(({ alerts }) => {
      for (const alert of alerts) if (alert.state === 'firing') fired.set(alertKey(alert), alert);
      if (fired.size > 0) timer ??= setTimeout(announce, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return (
    <p class="visually-hidden" aria-live="polite">
      {text.value}
    </p>
  );
}
