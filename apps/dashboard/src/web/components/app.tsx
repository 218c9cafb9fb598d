import { formatAgo, formatLocalTime } from '../lib/format.ts';
import { route, store } from '../lib/page.ts';
import { Header } from './header.tsx';
import { PipelineView } from './pipeline/pipeline-view.tsx';
import { StationsView } from './stations/stations-view.tsx';
import { StationView } from './station/station-view.tsx';
import { AlertsView } from './alerts/alerts-view.tsx';
import { AlertAnnouncer } from './alerts/alert-announcer.tsx';
import { SkipLink } from './ui.tsx';

/** The whole page. */
export function App() {
  return (
    <>
      <SkipLink to="main" label="Skip to content" />
      <Header />
      <StaleNotice />
      <main id="main" tabIndex={-1}>
        <View />
      </main>
      <Footer />
      <AlertAnnouncer />
    </>
  );
}

function View() {
  const selected = route.value;
  switch (selected.view) {
    case 'stations':
      return <StationsView />;
    case 'station':
      return <StationView key={selected.station} id={selected.station} />;
    case 'alerts':
      return <AlertsView query={selected.query} />;
    case 'pipeline':
      return <PipelineView />;
  }
}

function Footer() {
  const settings = store.settings.value;
  return (
    <footer class="page-footer">
      <p>
        {settings && <>Version {settings.version} · </>}
        <a href="/openapi.json">HTTP API</a> · Coastlines: Natural Earth
      </p>
    </footer>
  );
}

/** Warns that the data shown is stale or incomplete. */
function StaleNotice() {
  const { state, since } = store.connection.value;
  if (state === 'reconnecting') {
    return (
      <p class="notice" role="status">
        Connection lost. Showing data from {formatLocalTime(since)} ({formatAgo(since, store.now.value)}).
      </p>
    );
  }
  if (store.loadError.value === null) return null;
  return (
    <p class="notice" role="alert">
      Some data could not be loaded: {store.loadError.value}
    </p>
  );
}
