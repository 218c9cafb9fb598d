import type { Station } from '../live/station.ts';

/** The stations whose id, city or place holds the text, in the order of their names; those with an alert come first. */
export function findStations(stations: Iterable<Station>, text: string): readonly Station[] {
  const wanted = text.trim().toLocaleLowerCase();
  const found = [...stations].filter((station) => isFound(station, wanted));
  return found.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

function isFound(station: Station, wanted: string): boolean {
  const texts = [station.id, station.city.value, station.place.value?.name];
  return texts.some((text) => text?.toLocaleLowerCase().includes(wanted));
}

function rank(station: Station): number {
  return station.alerts.value.length > 0 ? 0 : 1;
}
