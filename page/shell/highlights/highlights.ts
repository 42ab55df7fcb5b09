import { LightningElement, api } from 'lwc';
import type { RecordView } from '../../data/types.ts';

/** The head of a record page: what it is, its name, and the fields that matter first. */
export default class Highlights extends LightningElement {
  @api record: RecordView | undefined = undefined;
}
