import { describe, expect, it } from '@jest/globals';
import { mostRainOnRecord } from './rain-records.ts';

const MINUTES_OF_HOUR = 60;
const MINUTES_OF_DAY = 1_440;
const minutes = (count: number): number => count;
const hours = (count: number): number => count * MINUTES_OF_HOUR;
const days = (count: number): number => count * MINUTES_OF_DAY;

/** NOAA's list of the world's records, see `rain-records.ts`, and what the WMO's archive has above it. */
const MEASURED: readonly (readonly [place: string, minutes: number, mm: number])[] = [
  ['Unionville, 1956', minutes(1), 31],
  ['Barot, 1970', minutes(1), 38],
  ['Haughton Grove, 1925', minutes(3), 44],
  ['Porto Bello, 1911', minutes(5), 63],
  ['Füssen, 1920', minutes(8), 126],
  ['Plumb Point, 1916', minutes(15), 198],
  ['Curtea de Argeș, 1889', minutes(20), 206],
  ['Sikeshugou, 1974', minutes(30), 280],
  ['Holt, 1947', minutes(42), 305],
  ['Shangdi, 1975', hours(1), 401],
  ['Gaoj, 1985', minutes(72), 440],
  ['Yujiawanzi, 1975', hours(2), 489],
  ['Bainaobao, 1972', hours(2.5), 550],
  ["D'Hanis, 1935", hours(2.75), 559],
  ['Smethport, 1942', hours(3), 724],
  ['Smethport, 1942', hours(4.5), 782],
  ['Linzhuang, 1977', hours(6), 840],
  ['Linzhuang, 1977', hours(8), 1_050],
  ['Belouve, 1964', hours(9), 1_087],
  ['Linzhuang, 1977', hours(10), 1_400],
  ['Foc-Foc, 1966', hours(12), 1_144],
  ['Foc-Foc, 1966', hours(18), 1_589],
  ['Belouve, 1964', hours(18.5), 1_689],
  ['Foc-Foc, 1966', hours(20), 1_697],
  ['Foc-Foc, 1966', hours(22), 1_780],
  ['Foc-Foc, 1966', days(1), 1_825],
  ['Cherrapunji, 1995', days(2), 2_493],
  ['Cratère Commerson, 2007', days(3), 3_930],
  ['Cratère Commerson, 2007', days(4), 4_936],
  ['Cratère Commerson, 2007', days(5), 4_979],
  ['Cratère Commerson, 2007', days(6), 5_075],
  ['Cratère Commerson, 2007', days(7), 5_400],
  ['Cratère Commerson, 2007', days(8), 5_510],
  ['Cratère Commerson, 2007', days(9), 5_512],
  ['Cratère Commerson, 1980', days(10), 5_678],
  ['Cratère Commerson, 1980', days(11), 5_949],
  ['Cratère Commerson, 1980', days(13), 6_072],
  ['Cratère Commerson, 1980', days(15), 6_083],
  ['Cherrapunji, July 1861', days(31), 9_300],
  ['Cherrapunji, June and July 1861', days(61), 12_767],
  ['Cherrapunji, May to July 1861', days(92), 16_369],
  ['Cherrapunji, April to July 1861', days(122), 18_738],
  ['Cherrapunji, April to August 1861', days(153), 20_412],
  ['Cherrapunji, April to September 1861', days(183), 22_454],
  ['Cherrapunji, 1861', days(334), 22_990],
  ['Cherrapunji, 1860 to 1861', days(365), 26_470],
  ['Cherrapunji, 1860 and 1861', days(730), 40_768],
];

describe('mostRainOnRecord', () => {
  it.each(MEASURED)('is no less than what was measured: %s, %d minutes, %d mm', (_, after, mm) => {
    expect(mostRainOnRecord(after)).toBeGreaterThanOrEqual(mm);
  });
});
