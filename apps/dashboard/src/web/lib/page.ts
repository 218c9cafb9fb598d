import { signal, type Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { LiveStore } from './store.ts';
import type { Route } from './route.ts';

const BEGINNING = 0;

/** Available to every component. */
export interface PageContext {
  readonly store: LiveStore;
  readonly route: Signal<Route>;
}

export const PageContext = createContext<PageContext>({
  store: new LiveStore(BEGINNING),
  route: signal<Route>({ view: 'stations' }),
});

export function usePage(): PageContext {
  return useContext(PageContext);
}
