import { LightningElement, api } from 'lwc';
import type { Section } from '../../data/types.ts';

/** A titled group of fields in two columns. */
export default class FieldSection extends LightningElement {
  @api section: Section = { label: '', fields: [] };
}
