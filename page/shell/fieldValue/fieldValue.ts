import { LightningElement, api } from 'lwc';
import type { Cell } from '../../data/types.ts';

/** One value as text, link or checkbox. */
export default class FieldValue extends LightningElement {
  @api value: Cell | undefined = undefined;

  get isCheckbox(): boolean {
    return this.value?.type === 'boolean';
  }

  get checkIcon(): string {
    return this.value?.text === 'Yes' ? 'utility:check' : 'utility:steps';
  }

  get isWeb(): boolean {
    return /^https?:/.test(this.value?.url ?? '');
  }

  get target(): string | null {
    return this.isWeb ? '_blank' : null;
  }

  get rel(): string | null {
    return this.isWeb ? 'noopener noreferrer' : null;
  }
}
