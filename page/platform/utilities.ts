import type { Utility } from '../data/types.ts';
import { context } from './context.ts';

/** An item of the utility bar as it is now. */
export interface UtilityState extends Utility {
  open: boolean;
  highlighted: boolean;
}

type Listener = (states: readonly UtilityState[]) => void;
type ClickListener = (event: { panelVisible: boolean }) => void;

let states: UtilityState[] = context.utilities.map((utility) => ({
  ...utility,
  open: false,
  highlighted: false,
}));
const listeners = new Set<Listener>();
const clickListeners = new Map<string, Set<ClickListener>>();

export function utility(id: string): UtilityState {
  const found = states.find((state) => state.id === id);
  if (!found) throw new Error(`No utility has the id ${id}.`);
  return found;
}

export function utilities(): readonly UtilityState[] {
  return states;
}

/** Changes one item; opening it closes the others, as the utility bar does. */
export function change(id: string, changes: Partial<UtilityState>): void {
  utility(id);
  states = states.map((state) => {
    if (state.id === id) return { ...state, ...changes };
    return changes.open ? { ...state, open: false } : state;
  });
  for (const listener of listeners) listener(states);
}

export function onUtilities(listener: Listener): () => void {
  listeners.add(listener);
  listener(states);
  return () => listeners.delete(listener);
}

/** A click on the item in the bar: opens or minimizes, then tells those who asked. */
export function click(id: string): void {
  const open = !utility(id).open;
  change(id, { open, highlighted: false });
  for (const listener of clickListeners.get(id) ?? []) listener({ panelVisible: open });
}

export function onClick(id: string, listener: ClickListener): void {
  utility(id);
  clickListeners.set(id, (clickListeners.get(id) ?? new Set()).add(listener));
}
