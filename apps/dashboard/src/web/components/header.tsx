import { formatCount, formatRate, formatAgo } from '../lib/format.ts';
import type { ConnectionState } from '../lib/store.ts';
import { usePage } from '../lib/page.ts';
import { type Route, toHref } from '../lib/route.ts';
import { ThemeButton } from '../lib/theme.tsx';

const LINKS: readonly { readonly route: Route; readonly label: string }[] = [
  { route: { view: 'stations' }, label: 'Stations' },
  { route: { view: 'alerts', query: '' }, label: 'Alerts' },
  { route: { view: 'pipeline' }, label: 'Pipeline' },
];

const STATE_LABELS: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  reduced: 'Live (reduced)',
  reconnecting: 'Reconnecting…',
};

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
  const current = usePage().route.value.view;
  return (
    <nav aria-label="Views">
      <ul class="nav-links">
        {LINKS.map(({ route, label }) => (
          <li key={label}>
            <a href={toHref(route)} aria-current={route.view === current ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function LiveState() {
  const { state } = usePage().store.connection.value;
  return (
    <p class="live-state" role="status" data-state={state}>
      {STATE_LABELS[state]}
    </p>
  );
}

function Facts() {
  const { store } = usePage();
  const pipeline = store.pipeline.value;
  const newest = pipeline?.newestReadingAt ?? null;
  return (
    <dl class="header-facts">
      <Fact label="readings/s" text={pipeline ? formatRate(pipeline.readingsPerSecond) : '–'} />
      <Fact label="lag" text={pipeline ? formatCount(pipeline.lag) : '–'} />
      <Fact
        label="last reading"
        text={newest === null ? '–' : formatAgo(Date.parse(newest), store.now.value)}
      />
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
