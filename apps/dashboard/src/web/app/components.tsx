import { formatLocalTime } from '../format/time.ts';
import type { ComponentChildren } from 'preact';

/** An instant, epoch ms, in the viewer's time; the instant in UTC is in its attribute and shown on hover. */
export function Timestamp({ at }: { readonly at: number }) {
  const utc = new Date(at).toISOString();
  return (
    <time dateTime={utc} title={`${utc} (UTC)`}>
      {formatLocalTime(at)}
    </time>
  );
}

interface SkipLinkProps {
  /** The id of the element that is to have the focus. */
  readonly to: string;
  readonly label: string;
}

/** Seen only while it has the focus: it leads past what a keyboard would have to go through. */
export function SkipLink({ to, label }: SkipLinkProps) {
  // The hash of the address is the route, so that the browser must not follow the link.
  const skip = (event: Event) => {
    event.preventDefault();
    const target = document.getElementById(to);
    target?.focus();
    target?.scrollIntoView();
  };
  return (
    <a class="skip-link" href={`#${to}`} onClick={skip}>
      {label}
    </a>
  );
}

interface TableBoxProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A table that may be wider than the page: it scrolls in a box that the keyboard reaches. */
export function TableBox({ label, children }: TableBoxProps) {
  return (
    <div class="table-box" tabIndex={0} role="group" aria-label={label}>
      <table>{children}</table>
    </div>
  );
}
