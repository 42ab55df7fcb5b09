import { LightningElement, api } from 'lwc';
import { components } from 'page/components';
import { context } from '../../platform/context.ts';

/** A custom tab: one component of the package. */
export default class TabPage extends LightningElement {
  name = '';

  @api
  get apiName(): string {
    return this.name;
  }
  set apiName(name: string) {
    this.name = name;
    document.title = `${this.label} | Salesforce`;
  }

  get label(): string {
    return context.customTabs[this.name]?.label ?? 'Not found';
  }

  get component() {
    return components[context.customTabs[this.name]?.component ?? ''];
  }
}
