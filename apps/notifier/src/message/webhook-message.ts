/** Labels, which identify an alert, or annotations, which describe it. */
export type TextByName = Readonly<Record<string, string>>;

/** One alert of a message. */
export interface AlertmanagerAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: TextByName;
  readonly annotations: TextByName;
  /** Event time, RFC 3339. */
  readonly startsAt: string;
  /** Event time; `0001-01-01T00:00:00Z` while it fires. */
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

/** The body of a webhook: version 4 of the message of Prometheus Alertmanager's `webhook_config`. */
export interface WebhookMessage {
  readonly receiver: string;
  /** `firing` if any alert is. */
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly AlertmanagerAlert[];
  readonly groupLabels: TextByName;
  readonly commonLabels: TextByName;
  readonly commonAnnotations: TextByName;
  readonly externalURL: string;
  readonly version: '4';
  readonly groupKey: string;
  /** The number of alerts that are still firing and had no room. */
  readonly truncatedAlerts: number;
}

/** The properties that the alerts of a group have in common. */
export interface AlertContext {
  readonly rule: string;
  readonly severity: string;
  /** The web page with the alerts; empty if there is none. */
  readonly externalUrl: string;
}

/** Creates the message with the alerts of a group. */
export function createWebhookMessage(
  alerts: readonly AlertmanagerAlert[],
  group: AlertContext & Pick<WebhookMessage, 'receiver' | 'truncatedAlerts'>,
): WebhookMessage {
  const { receiver, rule, severity, externalUrl, truncatedAlerts } = group;
  return {
    receiver,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    alerts,
    groupLabels: { alertname: rule, severity },
    commonLabels: findCommon(alerts.map(({ labels }) => labels)),
    commonAnnotations: findCommon(alerts.map(({ annotations }) => annotations)),
    externalURL: externalUrl,
    version: '4',
    groupKey: `{}:{alertname=${JSON.stringify(rule)}, severity=${JSON.stringify(severity)}}`,
    truncatedAlerts,
  };
}

/** Finds the entries that are the same in all. */
function findCommon([first = {}, ...others]: readonly TextByName[]): TextByName {
  const common = Object.entries(first).filter(([name, text]) =>
    others.every((other) => other[name] === text),
  );
  return Object.fromEntries(common);
}
