import { MS_PER_MINUTE } from '@weather/weather-schema';
import { asFraction, mix } from './hash.ts';
import { dampness } from './humidity.ts';
import type { Station } from './stations.ts';
import { smoothStep } from './weather-noise.ts';

/** A period is dry or has one shower. */
const SHOWER_MS = 30 * MS_PER_MINUTE;
const SHOWERS_PER_YEAR = (365.2425 * 24 * 60 * MS_PER_MINUTE) / SHOWER_MS;
const MEAN_CHANCE = 0.05;
const GAUGE_CHANNEL = 7;
const AMOUNT_CHANNEL = 8;

/** The resolution of the gauge: the precipitation after which it tips. */
const GAUGE_TIP_MM = 0.1;

/** The precipitation in mm that a station's gauge counts between two times; intervals add up to the total. */
export function precipitationSince(station: Station, from: number, to: number): number {
  let tips = 0;
  for (let shower = Math.floor(from / SHOWER_MS); shower <= Math.floor(to / SHOWER_MS); shower++) {
    const total = countTips(station, shower);
    if (total > 0) tips += tipsUntil(total, shower, to) - tipsUntil(total, shower, from);
  }
  return tips * GAUGE_TIP_MM;
}

/** The tips of a shower, 0 for a dry period: damp weather has more showers, and heavy ones are rare. */
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
