export function AlertsView({ query }: { readonly query: string }) {
  return <h1>Alerts {query}</h1>;
}
