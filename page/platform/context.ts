import type { PageContext } from '../data/types.ts';

declare global {
  interface Window {
    /** Set by the boot script before anything else loads. */
    pageContext: PageContext;
  }
}

export const context: PageContext = window.pageContext;

/** A custom label in the user's language. */
export function label(name: string, fallback: string): string {
  return context.labels[name] ?? fallback;
}
