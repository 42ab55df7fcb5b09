import type { PageContext } from '../data/types.ts';

/** Learns who is looking before any component loads, or sends the browser to the login page, which comes back here. */
const response = await fetch('/ui/context');
if (response.status === 401) {
  window.location.replace(
    `/login?retURL=${encodeURIComponent(window.location.pathname + window.location.search)}`,
  );
} else if (response.ok) {
  window.pageContext = (await response.json()) as PageContext;
  document.documentElement.lang = window.pageContext.language;
  await import('./main.ts');
} else {
  document.body.textContent = `This page cannot load: the server answered ${response.status}.`;
}
