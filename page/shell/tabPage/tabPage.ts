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
    document.title = `${context.customTabs[name]?.label ?? 'Not found'} | Salesforce`;
  }

  get component() {
    return components[context.customTabs[this.name]?.component ?? ''];
  }
}
