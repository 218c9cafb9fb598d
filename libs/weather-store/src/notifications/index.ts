export type { EpisodeNow, GroupToTell, TellableEvent, Telling } from './group-to-tell.ts';
export { NotificationStore, type ClaimedNotification, type FormOptions } from './notification-store.ts';
export type { AlertEvent, EventRoute } from './take-in.ts';
