import type { Station } from '../live/station.ts';

/** The stations whose id, city or location contains the text, by name; those with an alert come first. */
export function findStations(stations: Iterable<Station>, text: string): readonly Station[] {
  const query = text.trim().toLocaleLowerCase();
  const found = [...stations].filter((station) => isFound(station, query));
  return found.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

function isFound(station: Station, query: string): boolean {
  const texts = [station.id, station.city.value, station.location.value?.name];
  return texts.some((text) => text?.toLocaleLowerCase().includes(query));
}

function rank(station: Station): number {
  return station.alerts.value.length > 0 ? 0 : 1;
}
