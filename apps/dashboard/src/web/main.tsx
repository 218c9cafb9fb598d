import { signal } from '@preact/signals';
import { render } from 'preact';
import { LiveSync } from './lib/live-sync.ts';
import { LiveStore } from './lib/store.ts';
import { App } from './components/app.tsx';
import './styles/colours.css';
import './styles/layout.css';
import './styles/controls.css';
import { PageContext } from './lib/page.ts';
import { parseRoute } from './lib/route.ts';
import { startTheme } from './lib/theme.tsx';

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
