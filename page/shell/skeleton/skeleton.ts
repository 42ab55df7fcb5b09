import { LightningElement } from 'lwc';

/** The shape of a page whose data is on its way. */
export default class Skeleton extends LightningElement {}
