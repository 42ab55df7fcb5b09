import { LightningElement, api } from 'lwc';
import type { Command } from 'c/saysoState';
import refusalLabel from '@salesforce/label/c.Sayso_Refusal';

/** One sentence why not, one what to do instead. */
export default class SaysoRefusal extends LightningElement {
  @api command?: Command;

  label = { refusal: refusalLabel };

  get message(): string | undefined {
    return this.command?.refuse?.message ?? this.command?.headline;
  }

  @api
  focus(): void {
    this.template?.querySelector<HTMLElement>('[data-id="message"]')?.focus();
  }
}
