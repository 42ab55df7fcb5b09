import { LightningElement, api } from 'lwc';

/** A page that has nothing to show says why. */
export default class Message extends LightningElement {
  @api heading = '';
  @api text = '';
}
