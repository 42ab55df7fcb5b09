import { LightningElement, api } from 'lwc';
import { fill, moment } from 'c/saysoFormat';
import type { Column, Command } from 'c/saysoState';
import asOfLabel from '@salesforce/label/c.Sayso_As_Of';
import blockedLabel from '@salesforce/label/c.Sayso_Copy_Blocked';
import copiedLabel from '@salesforce/label/c.Sayso_Copied';
import copyLabel from '@salesforce/label/c.Sayso_Copy';

interface Cell {
  key: string;
  text: string;
  /** Only the first cell of a record's row links to it. */
  isLink: boolean;
}

interface Row {
  key: string;
  id?: string | undefined;
  url?: string | undefined;
  cells: Cell[];
}

/** What the rep asked for: the number or sentence large, the rows as a small table. */
export default class SaysoAnswer extends LightningElement {
  @api command?: Command;

  label = { copy: copyLabel };
  copied = '';

  get columns(): Column[] {
    return this.command?.columns ?? [];
  }

  get rows(): Row[] {
    return (this.command?.rows ?? []).map(({ id, url, cells }, n) => ({
      key: id ?? String(n),
      id,
      url,
      cells: cells.map((cell, c) => ({ key: String(c), text: cell ?? '', isLink: c === 0 && url !== undefined }))
    }));
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  get object(): string | undefined {
    return this.command?.answer?.object;
  }

  get asOf(): string {
    return this.command?.asOf ? fill(asOfLabel, moment(this.command.asOf)) : '';
  }

  @api
  focus(): void {
    this.template?.querySelector<HTMLElement>('[data-id="headline"]')?.focus();
  }

  async handleCopy(): Promise<void> {
    const lines = [
      [this.command?.headline],
      ...(this.hasRows ? [this.columns.map(({ label }) => label)] : []),
      ...this.rows.map(({ cells }) => cells.map(({ text }) => text))
    ];
    try {
      await navigator.clipboard.writeText(lines.map((line) => line.join('\t')).join('\n'));
      this.copied = copiedLabel;
    } catch {
      this.copied = blockedLabel;
    }
  }
}
