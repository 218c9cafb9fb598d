import { signal } from '@preact/signals';
import { render } from 'preact';
import { LiveSync } from '../live/live-sync.ts';
import { LiveStore } from '../live/store.ts';
import { App } from './app.tsx';
import './colours.css';
import './layout.css';
import './controls.css';
import { PageContext } from './page-context.ts';
import { parseRoute } from './route.ts';
import { startTheme } from './theme.tsx';

startTheme();

const store = new LiveStore(Date.now());
const route = signal(parseRoute(location.hash));
addEventListener('hashchange', () => (route.value = parseRoute(location.hash)));
new LiveSync(store).start();

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no element with the id "app"');
render(
  <PageContext.Provider value={{ store, route }}>
    <App />
  </PageContext.Provider>,
  root,
);
