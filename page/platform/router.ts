import { refresh } from './refresh.ts';

/** A page reference: the platform's description of a place in the app. */
export interface PageReference {
  type: string;
  attributes: Record<string, string | undefined>;
  state: Record<string, string>;
}

type Listener = (page: PageReference) => void;

const listeners = new Set<Listener>();
let current = pageAt(new URL(window.location.href));

export function currentPage(): PageReference {
  return current;
}

/** Calls the listener now and at every change of page; returns the way to stop. */
export function onPage(listener: Listener): () => void {
  listeners.add(listener);
  listener(current);
  return () => listeners.delete(listener);
}

/** Goes to a page of the app without loading the document anew; a web page opens in its own tab. */
export function navigate(reference: PageReference, replace = false): void {
  const url = urlOf(reference);
  if (new URL(url, window.location.href).origin !== window.location.origin)
    window.open(url, '_blank', 'noopener');
  else navigateTo(url, replace);
}

export function navigateTo(path: string, replace = false): void {
  if (replace) window.history.replaceState(null, '', path);
  else window.history.pushState(null, '', path);
  moved();
}

export function urlOf({ type, attributes, state }: PageReference): string {
  const query = new URLSearchParams(state).toString();
  return path(type, attributes) + (query === '' ? '' : `?${query}`);
}

function path(type: string, attributes: PageReference['attributes']): string {
  switch (type) {
    case 'standard__recordPage':
      return [
        '/lightning/r',
        attributes['objectApiName'],
        attributes['recordId'],
        attributes['actionName'] ?? 'view',
      ]
        .filter((part) => part !== undefined)
        .join('/');
    case 'standard__objectPage':
      return `/lightning/o/${attributes['objectApiName']}/${attributes['actionName'] ?? 'list'}`;
    case 'standard__navItemPage':
      return `/lightning/n/${attributes['apiName']}`;
    case 'standard__namedPage':
      return `/lightning/page/${attributes['pageName']}`;
    case 'standard__webPage':
      return attributes['url'] ?? '/';
    case 'setup':
      return '/lightning/setup';
    default:
      throw new Error(`Page references of type ${type} lead nowhere here.`);
  }
}

/** The page reference of an address; an unknown one is the home page. */
export function pageAt(url: URL): PageReference {
  const [, app, kind, ...rest] = url.pathname.split('/').map(decodeURIComponent);
  const state = Object.fromEntries(url.searchParams);
  if (app === 'lightning' && kind === 'r') {
    const [objectApiName, recordId, actionName] = rest.length < 3 ? [undefined, ...rest] : rest;
    return { type: 'standard__recordPage', attributes: { objectApiName, recordId, actionName }, state };
  }
  if (app === 'lightning' && kind === 'o')
    return {
      type: 'standard__objectPage',
      attributes: { objectApiName: rest[0], actionName: rest[1] ?? 'list' },
      state,
    };
  if (app === 'lightning' && kind === 'n')
    return { type: 'standard__navItemPage', attributes: { apiName: rest[0] }, state };
  if (app === 'lightning' && kind === 'setup') return { type: 'setup', attributes: {}, state };
  return { type: 'standard__namedPage', attributes: { pageName: 'home' }, state };
}

/** Links into the app move within the page, so that the utility bar stays as it is. */
function followLinks(event: MouseEvent): void {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.ctrlKey ||
    event.metaKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  const link = event
    .composedPath()
    .find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement);
  if (!link || (link.target !== '' && link.target !== '_self')) return;
  const url = new URL(link.href, window.location.href);
  if (url.origin !== window.location.origin || !url.pathname.startsWith('/lightning/')) return;
  event.preventDefault();
  navigateTo(url.pathname + url.search);
}

function moved(): void {
  current = pageAt(new URL(window.location.href));
  refresh();
  for (const listener of [...listeners]) listener(current);
}

window.addEventListener('popstate', moved);
document.addEventListener('click', followLinks);
