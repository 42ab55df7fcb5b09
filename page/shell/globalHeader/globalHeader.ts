import { LightningElement } from 'lwc';
import { context } from '../../platform/context.ts';

/** Whose org this is, search, and the menu of the signed-in user. */
export default class GlobalHeader extends LightningElement {
  orgName = context.orgName;
  userName = context.userName;
  username = context.username;
  userTitle = context.userTitle;
  profileUrl = `/lightning/r/User/${context.userId}/view`;
  open = false;

  get isOpen(): string {
    return String(this.open);
  }

  get menuClass(): string {
    return `slds-dropdown-trigger slds-dropdown-trigger_click${this.open ? ' slds-is-open' : ''}`;
  }

  get initials(): string {
    return this.userName
      .split(' ')
      .map((part) => part.slice(0, 1))
      .join('')
      .slice(0, 2)
      .toUpperCase();
  }

  toggle(): void {
    this.open = !this.open;
  }

  close(): void {
    this.open = false;
  }

  closeWhenLeft(event: FocusEvent): void {
    const next = event.relatedTarget as Node | null;
    if (next && !(event.currentTarget as Node).contains(next)) this.open = false;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.open) return;
    this.open = false;
    (this.refs?.['toggle'] as HTMLElement | undefined)?.focus();
  }
}
