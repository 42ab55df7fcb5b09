import { LightningElement, api } from 'lwc';
import { fill } from 'c/saysoFormat';
import { needsConnection, type Command } from 'c/saysoState';
import cancelLabel from '@salesforce/label/c.Sayso_Cancel';
import cancellingLabel from '@salesforce/label/c.Sayso_Running_Cancelling';
import failedLabel from '@salesforce/label/c.Sayso_Running_Failed';
import keepsRunningLabel from '@salesforce/label/c.Sayso_Running_Keeps';
import progressLabel from '@salesforce/label/c.Sayso_Running_Progress';
import runningLabel from '@salesforce/label/c.Sayso_Running';
import undoingLabel from '@salesforce/label/c.Sayso_Running_Undoing';

/** A command at work: how far it is, and the way to stop it. */
export default class SaysoRunning extends LightningElement {
  @api command?: Command;

  label = { cancel: cancelLabel, keepsRunning: keepsRunningLabel };

  get heading(): string {
    if (this.command?.status === 'cancelling') return cancellingLabel;
    return this.command?.status === 'undoing' ? undoingLabel : runningLabel;
  }

  get percent(): number {
    const { done, total } = this.progress;
    return total > 0 ? Math.round((100 * done) / total) : 0;
  }

  get counts(): string {
    const { done, total, failed } = this.progress;
    return fill(progressLabel, done, total) + (failed > 0 ? ` · ${fill(failedLabel, failed)}` : '');
  }

  get cancelDisabled(): boolean {
    return this.command?.status !== 'running';
  }

  get mustConnect(): boolean {
    return needsConnection(this.command?.paused?.code);
  }

  @api
  focus(): void {
    this.template?.querySelector<HTMLElement>('[data-id="title"]')?.focus();
  }

  handleCancel(): void {
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  handleConnected(): void {
    this.dispatchEvent(new CustomEvent('connected'));
  }

  private get progress(): { done: number; total: number; failed: number } {
    return this.command?.progress ?? { done: 0, total: 0, failed: 0 };
  }
}
