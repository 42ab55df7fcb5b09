type Listener = () => void;

const listeners = new Set<Listener>();

/** Calls the listener whenever shown records may have changed; returns the way to stop. */
export function onRefresh(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function refresh(): void {
  for (const listener of [...listeners]) listener();
}

window.addEventListener('focus', refresh);
