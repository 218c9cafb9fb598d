export { StoreSnapshot, type PartitionProgress } from './store-snapshot.ts';
export type { StoredQuality, StoredReading } from './stored-readings.ts';
