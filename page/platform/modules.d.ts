/** Modules that the bundle makes, and those of the base components that the page's own code uses. */

declare module 'shell/app' {
  import type { LightningElement } from 'lwc';
  const App: typeof LightningElement;
  export default App;
}

declare module 'page/components' {
  import type { LightningElement } from 'lwc';
  /** The package's components that metadata places somewhere, by name. */
  export const components: Record<string, typeof LightningElement>;
}

declare module 'base-components/primitiveIcon' {
  import { LightningElement } from 'lwc';
  export default class BasePrimitiveIcon extends LightningElement {
    src: string | undefined;
    iconName: string;
    get href(): string;
    requestIconTemplates(): Promise<void>;
  }
}

declare module 'lightning/iconUtils' {
  export function getIconPath(iconName: string): string;
}
