import { LightningElement, api } from 'lwc';
import cancelLabel from '@salesforce/label/c.Sayso_Cancel';
import lookingUp from '@salesforce/label/c.Sayso_Thinking_Looking_Up';
import stillWorking from '@salesforce/label/c.Sayso_Thinking_Still';
import thinking from '@salesforce/label/c.Sayso_Thinking';

/** Below this a line would only flicker. */
const LINE_AFTER_MS = 150;
/** From here on people wonder: say what is being done. */
const WORDS_AFTER_MS = 1000;
/** A slow org: say that it is not stuck. */
const STILL_AFTER_MS = 6000;

/** The wait between a command and its plan. */
export default class SaysoThinking extends LightningElement {
  label = { cancel: cancelLabel, thinking };
  showLine = false;
  words = '';
  private timers: ReturnType<typeof setTimeout>[] = [];

  connectedCallback(): void {
    this.after(LINE_AFTER_MS, () => (this.showLine = true));
    this.after(WORDS_AFTER_MS, () => (this.words = lookingUp));
    this.after(STILL_AFTER_MS, () => (this.words = stillWorking));
  }

  disconnectedCallback(): void {
    this.timers.forEach(clearTimeout);
  }

  @api
  focus(): void {
    this.template?.querySelector<HTMLElement>('lightning-button')?.focus();
  }

  handleCancel(): void {
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  private after(delayMs: number, act: () => void): void {
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- cleared in disconnectedCallback
    this.timers.push(setTimeout(act, delayMs));
  }
}
