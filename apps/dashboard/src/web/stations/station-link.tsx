import { usePage } from '../app/page-context.ts';
import { hrefOf } from '../app/route.ts';

/** The name of a station, with the id where it is another: several stations of a city bear its name. */
export function StationLink({ id }: { readonly id: string }) {
  const name = usePage().store.stations.value.get(id)?.name ?? id;
  return (
    <>
      <a href={hrefOf({ view: 'station', station: id })}>{name}</a>{' '}
      {name !== id && <span class="station-id">{id}</span>}
    </>
  );
}
