import { formatAge, formatLocalTime } from '../format/time.ts';
import { usePage } from './page-context.ts';

/** Says what is not as new as it looks. */
export function StaleNotice() {
  const { store } = usePage();
  const { state, since } = store.connection.value;
  const error = store.loadError.value;
  if (state === 'reconnecting') {
    return (
      <p class="notice" role="status">
        The connection to the dashboard is lost. What is shown is from {formatLocalTime(since)},{' '}
        {formatAge(store.now.value - since)} ago.
      </p>
    );
  }
  if (error !== null) {
    return (
      <p class="notice" role="alert">
        Not everything could be loaded: {error}
      </p>
    );
  }
  return null;
}
