import { LightningElement, api } from 'lwc';
import { moment } from 'c/saysoFormat';
import type { Command } from 'c/saysoState';
import emptyLabel from '@salesforce/label/c.Sayso_History_Empty';
import titleLabel from '@salesforce/label/c.Sayso_History';
import undoLabel from '@salesforce/label/c.Sayso_Undo';

interface Entry {
  id: string;
  text: string;
  outcome: string;
  at: string;
  canUndo: boolean;
}

/** The last commands, each with its outcome and, while it lasts, Undo. */
export default class SaysoHistory extends LightningElement {
  @api commands: Command[] = [];

  label = { empty: emptyLabel, title: titleLabel, undo: undoLabel };

  get entries(): Entry[] {
    return this.commands.map(({ id, text, headline, createdAt, undo }) => ({
      id,
      text,
      outcome: headline,
      at: moment(createdAt),
      canUndo: undo?.available ?? false
    }));
  }

  get isEmpty(): boolean {
    return this.commands.length === 0;
  }

  handleOpen(event: Event): void {
    this.tell('open', event);
  }

  handleUndo(event: Event): void {
    this.tell('undo', event);
  }

  private tell(what: 'open' | 'undo', event: Event): void {
    const { id } = (event.currentTarget as HTMLElement).dataset;
    this.dispatchEvent(new CustomEvent(what, { detail: { id } }));
  }
}
