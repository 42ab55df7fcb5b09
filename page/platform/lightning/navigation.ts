import { navigate, onPage, urlOf, type PageReference } from '../router.ts';

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TypeScript wants exactly this of a mixin's base
type Constructor = new (...args: any[]) => object;

/** `lightning/navigation`: the mixin that gives a component its two navigation methods. */
export function NavigationMixin<Base extends Constructor>(base: Base) {
  return class extends base {
    [Navigate](reference: PageReference, replace?: boolean): void {
      navigate({ ...reference, state: reference.state ?? {} }, replace);
    }
    [GenerateUrl](reference: PageReference): Promise<string> {
      return Promise.resolve(urlOf({ ...reference, state: reference.state ?? {} }));
    }
  };
}
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;

/** Wire adapter of the page that is open. */
export class CurrentPageReference {
  readonly #emit: (page: PageReference) => void;
  #stop: (() => void) | undefined;

  constructor(emit: (page: PageReference) => void) {
    this.#emit = emit;
  }

  connect(): void {
    this.#stop = onPage(this.#emit);
  }

  update(): void {
    // takes no configuration
  }

  disconnect(): void {
    this.#stop?.();
  }
}
