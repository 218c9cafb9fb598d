/** The usual lowest and highest temperature of a day, in °C. */
type DailyRange = readonly [min: number, max: number];

export class City {
  /**
   * @param latitude degrees, north positive
   * @param longitude degrees, east positive
   * @param elevation metres above sea level
   * @param coldest a usual day of the coldest time of the year
   * @param warmest a usual day of the warmest time of the year
   * @param humidity mean relative humidity, in %
   * @param windSpeed mean wind speed, in m/s
   * @param precipitation precipitation of a year, in mm
   * @param warmestDay days after 1 January of the warmest time, where rains or the ocean shift it from the hemisphere's summer
   */
  constructor(
    readonly id: string,
    readonly name: string,
    readonly latitude: number,
    readonly longitude: number,
    readonly elevation: number,
    readonly coldest: DailyRange,
    readonly warmest: DailyRange,
    readonly humidity: number,
    readonly windSpeed: number,
    readonly precipitation: number,
    readonly warmestDay?: number,
  ) {}
}

const LATE_FEBRUARY = 55;
const MID_MARCH = 74;
const MID_APRIL = 105;
const EARLY_MAY = 125;
const LATE_MAY = 145;
const LATE_AUGUST = 235;
const LATE_SEPTEMBER = 265;
const MID_NOVEMBER = 318;

/**
 * Approximate, to about half a degree, from the 1991-2020 normals that the national services publish through WMO's World
 * Weather Information Service; good enough for plausible weather, not for a study of a climate. Hot cities are spread over all
 * longitudes, so that it is a hot afternoon in some of them at any time.
 */
const ROWS: readonly ConstructorParameters<typeof City>[] = [
  ['paris', 'Paris', 48.82, 2.34, 75, [3, 7.5], [16, 26], 75, 3.2, 635],
  ['bangkok', 'Bangkok', 13.73, 100.56, 4, [22.5, 32], [27, 36], 73, 1.5, 1650, MID_APRIL],
  ['niamey', 'Niamey', 13.48, 2.17, 222, [17.5, 33], [28, 41.5], 42, 2.5, 540, EARLY_MAY],
  ['acapulco', 'Acapulco', 16.86, -99.88, 20, [23.5, 30.5], [25, 32.5], 75, 2.5, 1400],
  ['darwin', 'Darwin', -12.42, 130.89, 30, [19.5, 30.5], [25.5, 33.5], 68, 4, 1730, MID_NOVEMBER],
  ['juba', 'Juba', 4.87, 31.6, 457, [21.5, 31.5], [24, 38], 62, 1.5, 950, LATE_FEBRUARY],
  ['teresina', 'Teresina', -5.03, -42.8, 74, [22, 32], [23.5, 37.5], 70, 1.5, 1350, LATE_SEPTEMBER],
  ['new-york', 'New York', 40.78, -73.97, 47, [-2, 4.5], [21, 29.5], 63, 2.5, 1260],
  ['papeete', 'Papeete', -17.55, -149.61, 2, [21.5, 29], [24, 31.5], 77, 3, 1700, MID_MARCH],
  ['chennai', 'Chennai', 13.07, 80.25, 16, [21, 29.5], [28, 37.5], 70, 3, 1400, LATE_MAY],
  ['barranquilla', 'Barranquilla', 10.88, -74.78, 30, [24, 32], [25.5, 33.5], 79, 4, 850],
  ['tarawa', 'Tarawa', 1.36, 172.92, 3, [25, 30.5], [25.5, 31.5], 79, 4.5, 2100],
  ['djibouti', 'Djibouti', 11.55, 43.15, 13, [22.5, 29], [32, 41.5], 60, 3.5, 165],
  ['longreach', 'Longreach', -23.44, 144.28, 192, [7.5, 24], [23.5, 37.5], 45, 3.5, 430],
  ['honolulu', 'Honolulu', 21.32, -157.93, 2, [19, 27], [24, 31.5], 67, 4.5, 435, LATE_AUGUST],
  ['apatzingan', 'Apatzingán', 19.08, -102.37, 315, [16.5, 33], [23.5, 39], 60, 1.5, 730, LATE_MAY],
  ['phoenix', 'Phoenix', 33.43, -112.0, 337, [8, 20], [29.5, 41.5], 35, 2.8, 183],
  ['nairobi', 'Nairobi', -1.3, 36.76, 1798, [12, 22.5], [14.5, 27], 68, 3, 950, MID_MARCH],
  ['culiacan', 'Culiacán', 24.8, -107.39, 60, [12, 28], [25, 36.5], 65, 2, 670],
  ['funafuti', 'Funafuti', -8.52, 179.2, 2, [25.5, 30.5], [25.5, 32], 80, 4, 3500],
  ['managua', 'Managua', 12.14, -86.17, 56, [21, 31.5], [24, 35], 73, 2.5, 1150, MID_APRIL],
  ['apia', 'Apia', -13.8, -171.78, 2, [23, 29.5], [24, 30.5], 80, 3, 2900],
  ['reykjavik', 'Reykjavík', 64.13, -21.9, 52, [-2, 3], [9, 14.5], 78, 4.8, 870],
  ['honiara', 'Honiara', -9.43, 159.95, 56, [22.5, 30.5], [23.5, 31.5], 80, 2, 2050],
];

/** The cities with a station, in the order in which a simulation uses them. */
export const CITIES: readonly City[] = ROWS.map((row) => new City(...row));
