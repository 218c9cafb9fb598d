import { usePage } from '../app/page-context.ts';
import { toHref } from '../app/route.ts';

/** The name of a station, and its id if that differs: several stations of a city have the same name. */
export function StationLink({ id }: { readonly id: string }) {
  const name = usePage().store.stations.value.get(id)?.name ?? id;
  return (
    <>
      <a href={toHref({ view: 'station', station: id })}>{name}</a>{' '}
      {name !== id && <span class="station-id">{id}</span>}
    </>
  );
}
