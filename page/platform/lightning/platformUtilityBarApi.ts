import { change, onClick, utilities, utility, type UtilityState } from '../utilities.ts';

interface PanelAttributes {
  label?: string;
  icon?: string;
  /** Pixels. */
  width?: number;
  height?: number;
}

interface UtilityInfo {
  id: string;
  utilityLabel: string;
  utilityIcon: string;
  utilityHighlighted: boolean;
  utilityVisible: boolean;
  utilityPoppedOut: boolean;
  panelHeaderLabel: string;
  panelHeaderIcon: string;
  panelWidth: number;
  panelHeight: number;
}

/** What the utility bar provides to the components inside it. */
interface Surroundings {
  utilityId?: string;
}

/** Wire adapter of the id of the utility around the component, null outside the utility bar. */
export class EnclosingUtilityId {
  static contextSchema = { utilityId: 'optional' } as const;
  readonly #emit: (id: string | null) => void;

  constructor(emit: (id: string | null) => void) {
    this.#emit = emit;
  }

  connect(): void {
    this.#emit(null);
  }

  update(_config: object, surroundings?: Surroundings): void {
    this.#emit(surroundings?.utilityId ?? null);
  }

  disconnect(): void {
    // holds nothing
  }
}

export function getInfo(id: string): Promise<UtilityInfo> {
  return attempt(() => infoOf(utility(id)));
}

export function getAllUtilityInfo(): Promise<UtilityInfo[]> {
  return attempt(() => utilities().map(infoOf));
}

export function open(id: string, _options?: { autoFocus?: boolean }): Promise<boolean> {
  return attempt(() => (change(id, { open: true }), true));
}

export function minimize(id: string): Promise<boolean> {
  return attempt(() => (change(id, { open: false }), true));
}

export function updatePanel(id: string, { label, icon, width, height }: PanelAttributes): Promise<boolean> {
  return attempt(() => (change(id, defined({ label, icon, width, height })), true));
}

export function updateUtility(
  id: string,
  { label, icon, highlighted }: { label?: string; icon?: string; highlighted?: boolean },
): Promise<boolean> {
  return attempt(() => (change(id, defined({ label, icon, highlighted })), true));
}

export function onUtilityClick(
  id: string,
  callback: (event: { panelVisible: boolean }) => void,
): Promise<boolean> {
  return attempt(() => (onClick(id, callback), true));
}

function infoOf(state: UtilityState): UtilityInfo {
  return {
    id: state.id,
    utilityLabel: state.label,
    utilityIcon: state.icon,
    utilityHighlighted: state.highlighted,
    utilityVisible: state.open,
    utilityPoppedOut: false,
    panelHeaderLabel: state.label,
    panelHeaderIcon: state.icon,
    panelWidth: state.width,
    panelHeight: state.height,
  };
}

/** At once, so that a caller who then moves the focus finds the panel visible; failures are rejections. */
function attempt<T>(action: () => T): Promise<T> {
  try {
    return Promise.resolve(action());
  } catch (error) {
    return Promise.reject(error as Error);
  }
}

function defined(changes: Record<string, unknown>): Partial<UtilityState> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
