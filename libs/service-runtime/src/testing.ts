export { parseSettingsTable, formatSettingsTable } from './settings/readme-settings.ts';
export { countSteps, measureGrowth } from './testing/counted-steps.ts';
export { eventually } from './testing/eventually.ts';
export { readDocumentedMetrics, formatMetricRows, selectAppMetrics } from './testing/documented-metrics.ts';
export { findIssues } from './testing/find-issues.ts';
export { findMetricIssues } from './testing/metric-faults.ts';
export { parseMetricSamples } from './testing/metric-samples.ts';
export { readCpuSeconds, readPeakMegabytes, readProcFile } from './testing/process-usage.ts';
export { RECORDED_TRACEPARENT, RecordedTracer, type RecordedSpan } from './testing/recorded-tracer.ts';
