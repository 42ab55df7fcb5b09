import { LightningElement, api } from 'lwc';
import type { Activity, RecordView } from '../../data/types.ts';

/** What is to be done and what was done, as a timeline. */
export default class Activities extends LightningElement {
  @api activities: RecordView['activities'] = undefined;

  get groups() {
    return [
      this.group(
        'Open Activities',
        this.activities?.open ?? [],
        'Nothing is planned. Tasks and meetings to come show up here.',
      ),
      this.group(
        'Activity History',
        this.activities?.history ?? [],
        'No past activity. Calls, e-mails and done tasks show up here.',
      ),
    ];
  }

  group(title: string, activities: Activity[], empty: string) {
    return {
      title,
      empty,
      isEmpty: activities.length === 0,
      items: activities.map((activity) => ({
        ...activity,
        itemClass: `slds-timeline__item_expandable slds-timeline__item_${activity.kind}`,
        dateClass: `slds-timeline__date date ${activity.overdue ? 'slds-text-color_error' : 'slds-text-color_weak'}`,
        date: activity.overdue ? `Overdue ${activity.date}` : activity.date,
      })),
    };
  }
}
