import type { Run } from './stage.ts';

const TENTH = 1;

/** A run in one line of progress. */
export function runLine({ stage, candidate, round, measurement }: Run, rounds: number): string {
  const { events, interval, complete, latency } = measurement;
  const rate = Math.round(events / interval.seconds).toLocaleString('en');
  const cpu = ((interval.cpuSeconds.candidate / events) * 1e6).toFixed(TENTH);
  const { candidate: megabytes } = interval.peakMegabytes;
  const others = (interval.othersCores + interval.stealCores).toFixed(TENTH);
  const delays = latency === undefined ? '' : `, p50 ${latency.p50} ms, p99 ${latency.p99} ms`;
  const wrong = complete ? '' : ', INCOMPLETE';
  return `${stage} ${round}/${rounds} ${candidate}: ${rate}/s, ${cpu} CPU s a million, ${megabytes} MB, others ${others} cores${delays}${wrong}`;
}
