import { setTimeout as delay } from 'node:timers/promises';
import type { OutgoingRecord } from '@weather/kafka-client';
import { MS_PER_SECOND } from '@weather/weather-schema';

export interface SteadyLoadOptions {
  readonly stations: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly send: (record: OutgoingRecord) => Promise<void>;
}

const TICK_MS = 20;

/** Sends readings at a steady rate, the stations in turn; the temperature of a reading is its sequence number at its station. */
export async function steadyLoad({ stations, perSecond, seconds, send }: SteadyLoadOptions): Promise<number> {
  const total = perSecond * seconds;
  const begun = performance.now();
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, ((performance.now() - begun) * perSecond) / MS_PER_SECOND);
    while (sent < due) await send(numberedReading(sent++, stations));
    await delay(TICK_MS);
  }
  return total;
}

function numberedReading(index: number, stations: number): OutgoingRecord {
  const stationId = `station-${index % stations}`;
  const reading = {
    stationId,
    observedAt: new Date().toISOString(),
    temperature: Math.floor(index / stations),
    humidity: 61.25,
    pressure: 1013.25,
    windSpeed: 3.75,
    windGust: 6.5,
    windDirection: 212.5,
    precipitation: 0.25,
  };
  return { key: stationId, value: Buffer.from(JSON.stringify(reading)) };
}
