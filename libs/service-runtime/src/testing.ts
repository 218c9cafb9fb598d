export { readmeSettings, settingsTable } from './settings/readme-settings.ts';
export { eventually } from './testing/eventually.ts';
export { metricSamples } from './testing/metric-samples.ts';
export { cpuSecondsOf, peakMegabytesOf, procText } from './testing/process-usage.ts';
export { RECORDED_TRACEPARENT, RecordedTracer, type RecordedSpan } from './testing/recorded-tracer.ts';
