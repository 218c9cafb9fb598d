import { formatLocalTime } from '../format/time.ts';
import type { ComponentChildren } from 'preact';

/** A time in epoch ms, shown in local time and, on hover, in UTC. */
export function Timestamp({ at }: { readonly at: number }) {
  const utc = new Date(at).toISOString();
  return (
    <time dateTime={utc} title={`${utc} (UTC)`}>
      {formatLocalTime(at)}
    </time>
  );
}

/** An error that is announced to screen readers; nothing if there is none. */
export function ErrorMessage({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p class="error" role="alert">
      {text}
    </p>
  );
}

interface SkipLinkProps {
  /** The id of the element to focus. */
  readonly to: string;
  readonly label: string;
}

/** Lets keyboard users skip a section; visible only while focused. */
export function SkipLink({ to, label }: SkipLinkProps) {
  // The hash of the URL is the route, so the browser must not follow the link.
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

/** A table that may be wider than the page, in a box that can be scrolled by keyboard. */
export function TableBox({ label, children }: TableBoxProps) {
  return (
    <div class="table-box" tabIndex={0} role="group" aria-label={label}>
      <table>{children}</table>
    </div>
  );
}
