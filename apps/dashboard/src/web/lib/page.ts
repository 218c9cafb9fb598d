import { signal, type Signal } from '@preact/signals';
import { parseRoute, type Route } from './route.ts';
import { LiveStore } from './store.ts';

/** The state of this page. */
export const store = new LiveStore(Date.now());

/** The view that the URL selects. */
export const route: Signal<Route> = signal(parseRoute(location.hash));

addEventListener('hashchange', () => (route.value = parseRoute(location.hash)));
