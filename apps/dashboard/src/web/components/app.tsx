import { Header } from './header.tsx';
import { SkipLink } from './ui.tsx';
import { usePage } from '../lib/page.ts';
import { PipelineView } from './pipeline/pipeline-view.tsx';
import { StationsView } from './stations/stations-view.tsx';
import { StationView } from './station/station-view.tsx';
import { AlertsView } from './alerts/alerts-view.tsx';
import { AlertAnnouncer } from './alerts/alert-announcer.tsx';
import { formatAgo, formatLocalTime } from '../lib/format.ts';

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
  const route = usePage().route.value;
  switch (route.view) {
    case 'stations':
      return <StationsView />;
    case 'station':
      return <StationView key={route.station} id={route.station} />;
    case 'alerts':
      return <AlertsView query={route.query} />;
    case 'pipeline':
      return <PipelineView />;
  }
}

function Footer() {
  const settings = usePage().store.settings.value;
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
  const { store } = usePage();
  const { state, since } = store.connection.value;
  const error = store.loadError.value;
  if (state === 'reconnecting') {
    return (
      <p class="notice" role="status">
        Connection lost. Showing data from {formatLocalTime(since)} ({formatAgo(since, store.now.value)}).
      </p>
    );
  }
  if (error !== null) {
    return (
      <p class="notice" role="alert">
        Some data could not be loaded: {error}
      </p>
    );
  }
  return null;
}
