import { setTimeout as delay } from 'node:timers/promises';
import { readCpuSeconds, readProcFile } from '@weather/service-runtime/testing';
import { MS_PER_SECOND } from '@weather/weather-schema';

const SAMPLE_MS = 1_000;
const KIBIBYTES_PER_MEGABYTE = 1_024;

export interface ResourceUse {
  /** CPU in cores. */
  readonly cores: number;
  /** Peak resident memory in each half of the time. */
  readonly firstHalfMegabytes: number;
  readonly secondHalfMegabytes: number;
}

/** Measures CPU and memory of a process while some work is done. */
export async function measureResources(pid: number, work: () => Promise<unknown>): Promise<ResourceUse> {
  const [startedAt, cpuBefore] = [performance.now(), readCpuSeconds(pid)];
  const megabytes: number[] = [];
  const stop = new AbortController();
  const sampling = (async () => {
    while (!stop.signal.aborted) {
      megabytes.push(readResidentMegabytes(pid));
      await delay(SAMPLE_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  try {
    await work();
  } finally {
    stop.abort();
    await sampling;
  }
  const seconds = (performance.now() - startedAt) / MS_PER_SECOND;
  const half = Math.ceil(megabytes.length / 2);
  return {
    cores: (readCpuSeconds(pid) - cpuBefore) / seconds,
    firstHalfMegabytes: Math.max(...megabytes.slice(0, half)),
    secondHalfMegabytes: Math.max(...megabytes.slice(half)),
  };
}

function readResidentMegabytes(pid: number): number {
  const kibibytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(readProcFile(`/proc/${pid}/status`))?.[1] ?? 0);
  return Math.round(kibibytes / KIBIBYTES_PER_MEGABYTE);
}
