import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { SkipLink } from './skip-link.tsx';
import { StaleNotice } from './stale-notice.tsx';
import { usePage } from './page-context.ts';
import { PipelineView } from '../pipeline/pipeline-view.tsx';
import { StationsView } from '../stations/stations-view.tsx';
import { StationView } from '../station/station-view.tsx';
import { AlertsView } from '../alerts/alerts-view.tsx';
import { AlertAnnouncer } from '../alerts/alert-announcer.tsx';

export function App() {
  return (
    <>
      <SkipLink to="main" label="Skip to the content" />
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
