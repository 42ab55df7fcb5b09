import { LightningElement, api } from 'lwc';
import type { PathStep } from '../../data/types.ts';

const CLASSES: Record<PathStep['state'], string> = {
  complete: 'slds-is-complete',
  current: 'slds-is-current slds-is-active',
  incomplete: 'slds-is-incomplete',
  won: 'slds-is-current slds-is-active slds-is-won',
  lost: 'slds-is-current slds-is-active slds-is-lost',
};

const STAGES: Record<PathStep['state'], string> = {
  complete: 'Stage complete',
  current: 'Current stage',
  incomplete: '',
  won: 'Current stage, won',
  lost: 'Current stage, lost',
};

/** Where a record stands among the stages of its object. */
export default class Path extends LightningElement {
  @api label = '';
  @api steps: PathStep[] = [];

  get items() {
    return this.steps.map(({ label, state }) => ({
      label,
      stage: STAGES[state],
      current: state === 'complete' || state === 'incomplete' ? null : 'step',
      itemClass: `slds-path__item ${CLASSES[state]}`,
    }));
  }
}
