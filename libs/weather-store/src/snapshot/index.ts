export {
  StoreSnapshot,
  type PartitionProgress,
  type StoredQuality,
  type StoredReading,
} from './store-snapshot.ts';
