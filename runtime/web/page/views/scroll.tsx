import type { ComponentChildren } from 'preact';

interface ScrollProps {
  /** Id of the heading that names it, or the name itself. */
  readonly labelledBy?: string;
  readonly label?: string;
  readonly children: ComponentChildren;
}

/** A table that scrolls in itself can be scrolled by keyboard. No landmark: the panel around it is one already. */
export function Scroll({ labelledBy, label, children }: ScrollProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table in a group is no group of fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus (WCAG 2.1.1)
    <div class="scroll" role="group" aria-labelledby={labelledBy} aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
