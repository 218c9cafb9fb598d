export type { AlertLabels, Route } from './drain-outbox.ts';
export type { CurrentAlert, DueGroup, GroupEvent, NotificationDraft } from './due-group.ts';
export { NotificationStore, type ClaimedNotification } from './notification-store.ts';
