import { type AlertFilter, formatFilter, parseFilter, SEVERITIES, STATES } from '../../lib/alerts.ts';
import { fromLocalInput, toLocalInput } from '../../lib/format.ts';
import { toHref } from '../../lib/route.ts';
import { Field } from '../ui.tsx';

/** The filters of the alert list. They are kept in the URL, so that they can be bookmarked and undone with Back. */
export function AlertFilterForm({ filter }: { readonly filter: AlertFilter }) {
  const apply = (form: HTMLFormElement) => {
    location.hash = toHref({ view: 'alerts', query: readForm(new FormData(form)) });
  };
  return (
    <form
      class="row"
      aria-label="Alert filters"
      onChange={(event) => apply(event.currentTarget)}
      onSubmit={(event) => {
        event.preventDefault();
        if (event.currentTarget instanceof HTMLFormElement) apply(event.currentTarget);
      }}
    >
      <Choice name="state" label="State" values={STATES} chosen={filter.state} />
      <Choice name="severity" label="Severity" values={SEVERITIES} chosen={filter.severity} />
      <TextField name="rule" label="Rule" value={filter.rule} />
      <TextField name="station" label="Station" value={filter.station} />
      <TimeField name="since" label="Started after" timestamp={filter.since} />
      <TimeField name="until" label="Started before" timestamp={filter.until} />
      <a class="button" href={toHref({ view: 'alerts', query: '' })}>
        Clear filters
      </a>
    </form>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
}

function Choice({
  name,
  label,
  values,
  chosen,
}: FieldProps & { readonly values: readonly string[]; readonly chosen: string | undefined }) {
  return (
    <Field label={label}>
      <select name={name} value={chosen ?? ''}>
        <option value="">any</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </Field>
  );
}

function TextField({ name, label, value }: FieldProps & { readonly value: string | undefined }) {
  return (
    <Field label={label}>
      <input name={name} value={value ?? ''} size={14} maxLength={64} placeholder="any" />
    </Field>
  );
}

function TimeField({ name, label, timestamp }: FieldProps & { readonly timestamp: string | undefined }) {
  const value = timestamp === undefined ? '' : toLocalInput(Date.parse(timestamp));
  return (
    <Field label={label}>
      <input type="datetime-local" name={name} value={value} />
    </Field>
  );
}

/** The query of the form; times are converted from local time to ISO 8601. */
function readForm(form: FormData): string {
  const query = new URLSearchParams();
  for (const [name, value] of form) {
    if (typeof value !== 'string') continue;
    const isTime = name === 'since' || name === 'until';
    const timestamp = isTime ? fromLocalInput(value) : undefined;
    query.set(name, timestamp === undefined ? value : new Date(timestamp).toISOString());
  }
  return formatFilter(parseFilter(query.toString()));
}
