const HOUR = 60;
const DAY = 1_440;
const YEAR = 365 * DAY;

/**
 * The most rain ever measured, in mm, by minutes, without those that a shorter time exceeds: the world's record point precipitation
 * measurements as NOAA's Hydrometeorological Design Studies Center lists them (nws.noaa.gov/oh/hdsc/record_precip, its estimates
 * of 1, 3, 6, 8 and 10 hours included), and what the WMO's World Weather and Climate Extremes Archive (wmo.asu.edu) has above
 * it: three and four days, and the year. A minute has the 40 mm of the plausible value check, above the 31.2 mm of Unionville,
 * 1956, in the archive and the 38 mm of Barot, Guadeloupe, 1970, which is not.
 */
const RECORDS: readonly (readonly [minutes: number, mm: number])[] = [
  [1, 40],
  // Füssen, Germany, 1920
  [8, 126],
  // Plumb Point, Jamaica, 1916
  [15, 198],
  // Sikeshugou, China, 1974
  [30, 280],
  // Holt, Missouri, 1947
  [42, 305],
  // Shangdi, China, 1975; the archive has the 305 mm of Holt
  [HOUR, 401],
  // Gaoj, China, 1985
  [1.2 * HOUR, 440],
  // Yujiawanzi, China, 1975
  [2 * HOUR, 489],
  // Bainaobao, China, 1972
  [2.5 * HOUR, 550],
  // Smethport, Pennsylvania, 1942
  [3 * HOUR, 724],
  [4.5 * HOUR, 782],
  // Linzhuang, China, 1977
  [6 * HOUR, 840],
  [8 * HOUR, 1_050],
  // Belouve, La Réunion, 1964
  [9 * HOUR, 1_087],
  // Linzhuang, China, 1977
  [10 * HOUR, 1_400],
  // Belouve, La Réunion, 1964
  [18.5 * HOUR, 1_689],
  // Foc-Foc, La Réunion, 1966
  [22 * HOUR, 1_780],
  [DAY, 1_825],
  // Cherrapunji, India, 1995
  [2 * DAY, 2_493],
  // Cratère Commerson, La Réunion, 2007 and, from ten days on, 1980
  [3 * DAY, 3_930],
  [4 * DAY, 4_936],
  [5 * DAY, 4_979],
  [7 * DAY, 5_400],
  [8 * DAY, 5_510],
  [9 * DAY, 5_512],
  [10 * DAY, 5_678],
  [11 * DAY, 5_949],
  [13 * DAY, 6_072],
  [15 * DAY, 6_083],
  // Cherrapunji, India, 1861: July, and the months around it
  [31 * DAY, 9_300],
  [61 * DAY, 12_767],
  [92 * DAY, 16_369],
  [122 * DAY, 18_738],
  [153 * DAY, 20_412],
  [183 * DAY, 22_454],
  // Cherrapunji, 1860 to 1861
  [YEAR, 26_470],
];

/**
 * The most rain ever measured in a number of minutes, at least one: interpolated between two records on a logarithmic scale of
 * both, and proportional beyond a year.
 */
export function mostRainOnRecord(minutes: number): number {
  let [fromMinutes, fromMm] = RECORDS[0] ?? [1, 0];
  for (const [toMinutes, toMm] of RECORDS) {
    if (minutes === toMinutes) return toMm;
    if (minutes < toMinutes) {
      const exponent = Math.log(toMm / fromMm) / Math.log(toMinutes / fromMinutes);
      return fromMm * (minutes / fromMinutes) ** exponent;
    }
    [fromMinutes, fromMm] = [toMinutes, toMm];
  }
  return fromMm * (minutes / fromMinutes);
}
