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
