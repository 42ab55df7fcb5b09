import { LightningElement, api } from 'lwc';
import type { Problem } from 'c/saysoErrors';
import blockedLabel from '@salesforce/label/c.Sayso_Copy_Blocked';
import copiedLabel from '@salesforce/label/c.Sayso_Copied';
import copyLabel from '@salesforce/label/c.Sayso_Copy';
import errorLabel from '@salesforce/label/c.Sayso_Error';
import noDetail from '@salesforce/label/c.Sayso_Error_No_Detail';
import referenceLabel from '@salesforce/label/c.Sayso_Error_Reference';
import retryLabel from '@salesforce/label/c.Sayso_Try_Again';

/** Says what went wrong and what to do next; nothing else in the package formats errors. */
export default class SaysoErrorPanel extends LightningElement {
  @api problem?: Problem;

  label = { copy: copyLabel, error: errorLabel, reference: referenceLabel, retry: retryLabel };

  copied = '';

  get message(): string {
    return this.problem?.message || noDetail;
  }

  get hasActions(): boolean {
    return Boolean(this.problem?.actions.length);
  }

  handleRetry(): void {
    this.dispatchEvent(new CustomEvent('retry'));
  }

  async handleCopy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(`${this.problem?.code} ${this.problem?.reference}`);
      this.copied = copiedLabel;
    } catch {
      this.copied = blockedLabel;
    }
  }
}
