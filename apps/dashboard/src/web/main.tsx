import { render } from 'preact';
import { App } from './components/app.tsx';
import { LiveSync } from './lib/live-sync.ts';
import { store } from './lib/page.ts';
import { startTheme } from './lib/theme.ts';
import './styles/colours.css';
import './styles/layout.css';
import './styles/controls.css';

startTheme();
new LiveSync(store).start();

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no element with the id "app"');
render(<App />, root);
