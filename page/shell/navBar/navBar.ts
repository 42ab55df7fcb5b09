import { LightningElement, api } from 'lwc';
import { context } from '../../platform/context.ts';
import { urlOf, type PageReference } from '../../platform/router.ts';

/** The app's name and its tabs; a record's page belongs to the tab of its object. */
export default class NavBar extends LightningElement {
  @api page: PageReference | undefined = undefined;
  appLabel = context.appLabel;

  get tabs() {
    const { page } = this;
    const url = page && urlOf({ ...page, state: {} });
    const object = page?.attributes['objectApiName'];
    return context.tabs.map((tab) => {
      const active = tab.url === url || (tab.object !== undefined && tab.object === object);
      return {
        ...tab,
        current: active ? 'page' : null,
        itemClass: `slds-context-bar__item${active ? ' slds-is-active' : ''}`,
      };
    });
  }
}
