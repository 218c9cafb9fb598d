import { formatAgo, formatCount, formatRate } from '../lib/format.ts';
import { route, store } from '../lib/page.ts';
import { type Route, toHref } from '../lib/route.ts';
import type { ConnectionState } from '../lib/store.ts';
import { type Theme, theme } from '../lib/theme.ts';

const LINKS: readonly { readonly to: Route; readonly label: string }[] = [
  { to: { view: 'stations' }, label: 'Stations' },
  { to: { view: 'alerts', query: '' }, label: 'Alerts' },
  { to: { view: 'pipeline' }, label: 'Pipeline' },
];

const STATE_LABELS: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  reduced: 'Live (reduced)',
  reconnecting: 'Reconnecting…',
};

/** The links to the views, the state of the connection, and the key figures of the pipeline. */
export function Header() {
  return (
    <header class="page-header">
      <a class="brand" href={toHref({ view: 'stations' })}>
        Weather pipeline
      </a>
      <Navigation />
      <LiveState />
      <ThemeButton />
      <Facts />
    </header>
  );
}

function Navigation() {
  const current = route.value.view;
  return (
    <nav aria-label="Views">
      <ul class="nav-links">
        {LINKS.map(({ to, label }) => (
          <li key={label}>
            <a href={toHref(to)} aria-current={to.view === current ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function LiveState() {
  const { state } = store.connection.value;
  return (
    <p class="live-state" role="status" data-state={state}>
      {STATE_LABELS[state]}
    </p>
  );
}

const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };
const THEME_LABELS: Readonly<Record<Theme, string>> = { auto: 'Auto', light: 'Light', dark: 'Dark' };
const THEME_SYMBOLS: Readonly<Record<Theme, string>> = { auto: '◐', light: '☀', dark: '☾' };

/** Cycles through auto (as the system), light and dark. */
function ThemeButton() {
  const chosen = theme.value;
  return (
    <button
      type="button"
      class="theme-button"
      aria-label={`Theme: ${chosen} (switch to ${NEXT[chosen]})`}
      onClick={() => (theme.value = NEXT[chosen])}
    >
      <span aria-hidden="true">{THEME_SYMBOLS[chosen]}</span> {THEME_LABELS[chosen]}
    </button>
  );
}

function Facts() {
  const pipeline = store.pipeline.value;
  return (
    <dl class="header-facts">
      <Fact label="readings/s" text={pipeline ? formatRate(pipeline.readingsPerSecond) : '–'} />
      <Fact label="lag" text={pipeline ? formatCount(pipeline.lag) : '–'} />
      <Fact label="last reading" text={formatAgo(pipeline?.newestReadingAt, store.now.value)} />
    </dl>
  );
}

function Fact({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}
