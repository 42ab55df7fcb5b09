/* Types of the modules that the platform provides to Lightning web components. */

declare module '@salesforce/apex/*' {
  const method: <Result = unknown>(parameters?: Record<string, unknown>) => Promise<Result>;
  export default method;
}

declare module '@salesforce/label/*' {
  const text: string;
  export default text;
}

declare module '@salesforce/i18n/*' {
  const value: string;
  export default value;
}

declare module '@salesforce/customPermission/*' {
  const granted: true | undefined;
  export default granted;
}

declare module 'lightning/datatable' {
  import { LightningElement } from 'lwc';

  /** How a column type of one's own is shown: its template reads `value` and `typeAttributes`. */
  export interface CustomType {
    template: unknown;
    standardCellLayout?: boolean;
    typeAttributes?: string[];
  }
  export default class LightningDatatable extends LightningElement {
    static customTypes: Record<string, CustomType>;
  }
}

declare module '*.html' {
  const template: unknown;
  export default template;
}

declare module 'lightning/navigation' {
  import type { LightningElement } from 'lwc';

  export interface PageReference {
    type: string;
    attributes: { recordId?: string; objectApiName?: string; actionName?: string };
    state?: Record<string, string>;
  }

  interface Navigation {
    [navigate]: (page: PageReference, replace?: boolean) => void;
  }
  const navigate: unique symbol;

  export const NavigationMixin: {
    (base: typeof LightningElement): new () => LightningElement & Navigation;
    readonly Navigate: typeof navigate;
  };
  export const CurrentPageReference: WireAdapterConstructor<object, PageReference>;
}

declare module 'lightning/platformUtilityBarApi' {
  export const EnclosingUtilityId: WireAdapterConstructor<object, string | null>;
  export function open(utilityId: string, options?: { autoFocus?: boolean }): Promise<boolean>;
  export function onUtilityClick(
    utilityId: string,
    listener: (event: { panelVisible: boolean }) => void,
  ): Promise<void>;
}

declare module 'lightning/uiRecordApi' {
  export function notifyRecordUpdateAvailable(records: { recordId: string }[]): Promise<void>;
}

type WireAdapterConstructor<Config, Value> = new (emit: (value: Value) => void) => {
  connect(): void;
  update(config: Config): void;
  disconnect(): void;
};
