export type { AlertLabels, DrainedOutbox, Route } from './drain-outbox.ts';
export type { CurrentAlert, DueGroup, GroupEvent, NotificationDraft } from './due-group.ts';
export { NotificationStore, type ClaimedNotification, type CreateOptions } from './notification-store.ts';
