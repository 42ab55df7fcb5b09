import { LightningElement, api } from 'lwc';
import type { ListView } from '../../data/types.ts';

/** A card with the records that hang on another one. */
export default class RelatedList extends LightningElement {
  @api list: ListView | undefined = undefined;

  get count(): number {
    return this.list?.rows.length ?? 0;
  }

  get isFilled(): boolean {
    return this.count > 0;
  }
}
