import { MS_PER_MINUTE } from '@weather/weather-schema';
import { smoothStep } from './correlated-noise.ts';
import { asFraction, mix } from './hash.ts';
import { dampness } from './humidity.ts';
import type { Station } from './stations.ts';

/** It rains, or not, for so long at a time. */
const SHOWER_MS = 30 * MS_PER_MINUTE;
const SHOWERS_PER_YEAR = (365.2425 * 24 * 60 * MS_PER_MINUTE) / SHOWER_MS;
const MEAN_CHANCE = 0.05;
const GAUGE_CHANNEL = 7;
const AMOUNT_CHANNEL = 8;

/** The gauge tips each time that so many mm have fallen: its resolution. */
const GAUGE_TIP_MM = 0.1;

/**
 * Precipitation in mm that the station's gauge has counted in the time up to an instant. Whatever the intervals, their
 * sum is what has fallen.
 */
export function precipitationSince(station: Station, from: number, to: number): number {
  let tips = 0;
  for (let shower = Math.floor(from / SHOWER_MS); shower <= Math.floor(to / SHOWER_MS); shower++) {
    const total = countTips(station, shower);
    if (total > 0) tips += tipsUntil(total, shower, to) - tipsUntil(total, shower, from);
  }
  return tips * GAUGE_TIP_MM;
}

/** Most half hours are dry; damp weather has more and the heavier showers are the rarer. */
function countTips(station: Station, shower: number): number {
  const gauge = mix(station.localSalt, GAUGE_CHANNEL);
  const chance = MEAN_CHANCE * (1 + dampness(station, shower * SHOWER_MS));
  if (asFraction(mix(gauge, shower)) >= chance) return 0;
  const meanAmount = station.city.precipitation / (SHOWERS_PER_YEAR * MEAN_CHANCE);
  const amount = -Math.log(1 - asFraction(mix(mix(gauge, AMOUNT_CHANNEL), shower))) * meanAmount;
  return Math.round(amount / GAUGE_TIP_MM);
}

function tipsUntil(total: number, shower: number, timestamp: number): number {
  const share = (timestamp - shower * SHOWER_MS) / SHOWER_MS;
  return Math.floor(total * smoothStep(Math.min(1, Math.max(0, share))));
}
