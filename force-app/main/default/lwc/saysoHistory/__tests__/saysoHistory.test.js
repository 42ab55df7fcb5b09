import SaysoHistory from 'c/saysoHistory';
import { commandOf, find, findAll, heard, show } from 'lwc-testing';

const COMMANDS = [
  commandOf({ id: 'c2', status: 'done', headline: 'Done. 1 changed.', undo: { available: true } }),
  commandOf({ id: 'c1', status: 'answered', headline: '$1.2M', text: "How's my pipeline?" })
];
const open = (commands = COMMANDS) => show(SaysoHistory, 'c-sayso-history', { commands });

describe('c-sayso-history', () => {
  afterEach(() => document.body.replaceChildren());

  it('shows each command with its outcome and its time', () => {
    const items = findAll(open(), 'li').map(({ textContent }) => textContent);
    expect(items[0]).toMatch(/Move Acme to negotiation.*Done\. 1 changed\. · .*Tue/s);
    expect(items[1]).toContain('$1.2M');
  });

  it('teaches when there is nothing yet', () => {
    expect(open([]).shadowRoot.textContent).toContain('Your commands will appear here');
  });

  it('opens a command', () => {
    const element = open();
    const opened = heard(element, 'open');
    find(element, '[data-open][data-id="c1"]').click();
    expect(opened).toHaveBeenCalledWith({ id: 'c1' });
  });

  it('offers Undo only while it lasts', () => {
    const element = open();
    const undone = heard(element, 'undo');
    const buttons = findAll(element, '[data-undo]');
    expect(buttons).toHaveLength(1);
    buttons[0].click();
    expect(undone).toHaveBeenCalledWith({ id: 'c2' });
  });

  it('is accessible', async () => {
    await expect(open()).toBeAccessible();
  });
});
