export { readmeSettings, settingsTable } from './settings/readme-settings.ts';
export { countedSteps, growthOf } from './testing/counted-steps.ts';
export { eventually } from './testing/eventually.ts';
export { documentedMetrics, metricRows, ownMetrics } from './testing/documented-metrics.ts';
export { metricFaults } from './testing/metric-faults.ts';
export { metricSamples } from './testing/metric-samples.ts';
export { cpuSecondsOf, peakMegabytesOf, procText } from './testing/process-usage.ts';
export { RECORDED_TRACEPARENT, RecordedTracer, type RecordedSpan } from './testing/recorded-tracer.ts';
