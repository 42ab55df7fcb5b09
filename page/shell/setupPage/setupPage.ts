import { LightningElement } from 'lwc';

/** Stands where an org has its Setup, and says that this one has none. */
export default class SetupPage extends LightningElement {
  heading = `Setup: ${window.location.pathname.split('/')[3] ?? 'Home'}`;

  override connectedCallback(): void {
    document.title = 'Setup | Salesforce';
  }
}
