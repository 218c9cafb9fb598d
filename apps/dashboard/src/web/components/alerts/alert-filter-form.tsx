import { toHref } from '../../lib/route.ts';
import { fromLocalInput, toLocalInput } from '../../lib/format.ts';
import { formatFilter, parseFilter, SEVERITIES, STATES, type AlertFilter } from '../../lib/alerts.ts';

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
    <label class="field">
      <span>{label}</span>
      <select name={name} value={chosen ?? ''}>
        <option value="">any</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
}

function TextField({ name, label, value }: FieldProps & { readonly value: string | undefined }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input name={name} value={value ?? ''} size={14} maxLength={64} placeholder="any" />
    </label>
  );
}

function TimeField({ name, label, timestamp }: FieldProps & { readonly timestamp: string | undefined }) {
  const value = timestamp === undefined ? '' : toLocalInput(Date.parse(timestamp));
  return (
    <label class="field">
      <span>{label}</span>
      <input type="datetime-local" name={name} value={value} />
    </label>
  );
}

function readForm(form: FormData): string {
  const query = new URLSearchParams();
  for (const [name, value] of form) {
    if (typeof value !== 'string' || value === '') continue;
    query.set(name, name === 'since' || name === 'until' ? instantOf(value) : value);
  }
  return formatFilter(parseFilter(query.toString()));
}

function instantOf(local: string): string {
  const timestamp = fromLocalInput(local);
  return timestamp === undefined ? '' : new Date(timestamp).toISOString();
}
