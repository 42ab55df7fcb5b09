import { LightningElement, api } from 'lwc';
import { objectOf } from 'c/saysoFormat';
import commandLabel from '@salesforce/label/c.Sayso_Command';
import placeholderAccount from '@salesforce/label/c.Sayso_Placeholder_Account';
import placeholderContact from '@salesforce/label/c.Sayso_Placeholder_Contact';
import placeholderLead from '@salesforce/label/c.Sayso_Placeholder_Lead';
import placeholderOpportunity from '@salesforce/label/c.Sayso_Placeholder_Opportunity';
import placeholderOther from '@salesforce/label/c.Sayso_Placeholder_Other';
import sendLabel from '@salesforce/label/c.Sayso_Send';
import suggestAccount1 from '@salesforce/label/c.Sayso_Suggest_Account_1';
import suggestAccount2 from '@salesforce/label/c.Sayso_Suggest_Account_2';
import suggestAccount3 from '@salesforce/label/c.Sayso_Suggest_Account_3';
import suggestContact1 from '@salesforce/label/c.Sayso_Suggest_Contact_1';
import suggestContact2 from '@salesforce/label/c.Sayso_Suggest_Contact_2';
import suggestContact3 from '@salesforce/label/c.Sayso_Suggest_Contact_3';
import suggestLead1 from '@salesforce/label/c.Sayso_Suggest_Lead_1';
import suggestLead2 from '@salesforce/label/c.Sayso_Suggest_Lead_2';
import suggestLead3 from '@salesforce/label/c.Sayso_Suggest_Lead_3';
import suggestOpportunity1 from '@salesforce/label/c.Sayso_Suggest_Opportunity_1';
import suggestOpportunity2 from '@salesforce/label/c.Sayso_Suggest_Opportunity_2';
import suggestOpportunity3 from '@salesforce/label/c.Sayso_Suggest_Opportunity_3';
import suggestOther1 from '@salesforce/label/c.Sayso_Suggest_Other_1';
import suggestOther2 from '@salesforce/label/c.Sayso_Suggest_Other_2';
import suggestOther3 from '@salesforce/label/c.Sayso_Suggest_Other_3';
import suggestionsLabel from '@salesforce/label/c.Sayso_Suggestions';

const HINTS: Record<string, { placeholder: string; suggestions: string[] }> = {
  Account: { placeholder: placeholderAccount, suggestions: [suggestAccount1, suggestAccount2, suggestAccount3] },
  Contact: { placeholder: placeholderContact, suggestions: [suggestContact1, suggestContact2, suggestContact3] },
  Lead: { placeholder: placeholderLead, suggestions: [suggestLead1, suggestLead2, suggestLead3] },
  Opportunity: {
    placeholder: placeholderOpportunity,
    suggestions: [suggestOpportunity1, suggestOpportunity2, suggestOpportunity3]
  }
};
const OTHER = { placeholder: placeholderOther, suggestions: [suggestOther1, suggestOther2, suggestOther3] };

/** The box for a command, the microphone beside it, and what one could say about the open record. */
export default class SaysoComposer extends LightningElement {
  /** Record page that is open. */
  @api recordId?: string | undefined;
  /** While the command is being planned, the text stays readable and cannot change. */
  @api busy = false;

  label = { command: commandLabel, send: sendLabel, suggestions: suggestionsLabel };
  private text = '';

  @api
  get value(): string {
    return this.text;
  }
  set value(text: string) {
    this.text = text;
  }

  get placeholder(): string {
    return this.hint.placeholder;
  }

  get suggestions(): string[] {
    return this.text || this.busy ? [] : this.hint.suggestions;
  }

  get hasSuggestions(): boolean {
    return this.suggestions.length > 0;
  }

  get sendDisabled(): boolean {
    return this.busy || !this.text.trim();
  }

  @api
  focus(): void {
    this.template?.querySelector('textarea')?.focus();
  }

  handleInput(event: Event): void {
    this.write((event.target as HTMLTextAreaElement).value);
  }

  handleKeydown(event: KeyboardEvent): void {
    // During input of, say, Japanese, Enter picks a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  /** Fills the box; sending stays the user's own act. */
  handleSuggestion(event: Event): void {
    this.write((event.currentTarget as HTMLElement).dataset.text ?? '');
    this.focus();
  }

  handleTranscript(event: CustomEvent<{ text: string; sends: boolean }>): void {
    this.write(event.detail.text);
    if (event.detail.sends) this.send();
  }

  handleSend(): void {
    this.send();
  }

  /** A native value set by code is not re-rendered when only the user's typing differs from it. */
  renderedCallback(): void {
    const box = this.template?.querySelector('textarea');
    if (box && box.value !== this.text) box.value = this.text;
  }

  private get hint(): { placeholder: string; suggestions: string[] } {
    return HINTS[objectOf(this.recordId) ?? ''] ?? OTHER;
  }

  private write(text: string): void {
    this.text = text;
    this.dispatchEvent(new CustomEvent('write', { detail: { text } }));
  }

  private send(): void {
    if (this.sendDisabled) return;
    this.template?.querySelector<HTMLElement & { stop(): void }>('c-sayso-mic')?.stop();
    this.dispatchEvent(new CustomEvent('send', { detail: { text: this.text.trim() } }));
  }
}
