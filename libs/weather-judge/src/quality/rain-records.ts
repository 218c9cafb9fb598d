const HOUR = 60;
const DAY = 1_440;
const YEAR = 365 * DAY;

/**
 * The most rain ever measured, in mm, by minutes: the WMO's World Weather and Climate Extremes Archive (wmo.asu.edu) and, below an
 * hour and for five to nine days, the lists of records in the WMO's Manual on Estimation of Probable Maximum Precipitation
 * (WMO-No. 1045). A minute has the 40 mm of the plausible value check, above the 38 mm of Barot, Guadeloupe, 1970.
 */
const RECORDS: readonly (readonly [minutes: number, mm: number])[] = [
  [1, 40],
  // Füssen, Germany, 1920
  [8, 126],
  // Plumb Point, Jamaica, 1916
  [15, 198],
  // Holt, Missouri, 1947: the record of an hour fell in 42 minutes
  [42, 305],
  [HOUR, 305],
  // Foc-Foc, La Réunion, 1966
  [12 * HOUR, 1_144],
  [DAY, 1_825],
  // Cherrapunji, India, 1995
  [2 * DAY, 2_493],
  // Cratère Commerson, La Réunion, 2007
  [3 * DAY, 3_930],
  [4 * DAY, 4_936],
  [9 * DAY, 5_512],
  // Cherrapunji, India, 1860 to 1861
  [YEAR, 26_470],
];

/**
 * The most rain that was ever measured in so many minutes, a minute or more: between two records on the line that joins
 * them in logarithms of both, beyond a year in proportion.
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
