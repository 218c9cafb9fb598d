/** Names and texts: labels tell alerts apart, annotations say more of them. */
export type TextByName = Readonly<Record<string, string>>;

/** One alert of a message. */
export interface Alert {
  readonly status: 'firing' | 'resolved';
  readonly labels: TextByName;
  readonly annotations: TextByName;
  /** When the episode began: RFC 3339, event time. */
  readonly startsAt: string;
  /** When it ended; `0001-01-01T00:00:00Z` while it fires. */
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

/** What a webhook gets: version 4 of the message of Prometheus Alertmanager's `webhook_config`. */
export interface WebhookMessage {
  readonly receiver: string;
  /** `firing` when one of the alerts is. */
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly Alert[];
  readonly groupLabels: TextByName;
  readonly commonLabels: TextByName;
  readonly commonAnnotations: TextByName;
  readonly externalURL: string;
  readonly version: '4';
  readonly groupKey: string;
  /** How many alerts still fire and are not in the message, which would be too large. */
  readonly truncatedAlerts: number;
}

/** What a message is made of beside its alerts. */
export interface MessageGroup {
  readonly receiver: string;
  readonly rule: string;
  readonly severity: string;
  readonly externalUrl: string;
  readonly truncatedAlerts: number;
}

/** Puts the alerts of a group together to one message. */
export function webhookMessage(alerts: readonly Alert[], group: MessageGroup): WebhookMessage {
  const { receiver, rule, severity, externalUrl, truncatedAlerts } = group;
  return {
    receiver,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    alerts,
    groupLabels: { alertname: rule, severity },
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL: externalUrl,
    version: '4',
    groupKey: `{}:{alertname=${JSON.stringify(rule)}, severity=${JSON.stringify(severity)}}`,
    truncatedAlerts,
  };
}

/** What all of them have alike. */
function common([first = {}, ...others]: readonly TextByName[]): TextByName {
  const alike = Object.entries(first).filter(([name, text]) => others.every((other) => other[name] === text));
  return Object.fromEntries(alike);
}
