import type { ComponentChildren } from 'preact';

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
