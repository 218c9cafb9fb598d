import { usePage } from './page-context.ts';

export function Footer() {
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
