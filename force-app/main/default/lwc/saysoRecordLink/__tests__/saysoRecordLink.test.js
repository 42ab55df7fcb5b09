import SaysoRecordLink from 'c/saysoRecordLink';
import { find, show } from 'lwc-testing';

const mockNavigate = jest.fn();
jest.mock('lightning/navigation', () => {
  const Navigate = Symbol('Navigate');
  const NavigationMixin = (Base) =>
    class extends Base {
      [Navigate](page) {
        mockNavigate(page);
      }
    };
  NavigationMixin.Navigate = Navigate;
  return { NavigationMixin };
});

const RECORD = { recordId: '001A', objectApiName: 'Account', url: '/lightning/r/Account/001A/view', name: 'Acme' };
const open = (properties) => show(SaysoRecordLink, 'c-sayso-record-link', properties);

/** Whether the component kept the click from the browser. jsdom cannot follow a link, so the test stops what gets through. */
function click(element, modifiers = {}) {
  let isHandled;
  const stop = (event) => {
    isHandled = event.defaultPrevented;
    event.preventDefault();
  };
  window.addEventListener('click', stop, { once: true });
  find(element, 'a').dispatchEvent(
    new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, ...modifiers })
  );
  return isHandled;
}

describe('c-sayso-record-link', () => {
  afterEach(() => {
    document.body.replaceChildren();
    jest.clearAllMocks();
  });

  it('opens the record without leaving the page', () => {
    expect(click(open(RECORD))).toBe(true);
    expect(mockNavigate).toHaveBeenCalledWith({
      type: 'standard__recordPage',
      attributes: { recordId: '001A', objectApiName: 'Account', actionName: 'view' }
    });
  });

  it('opens a record whose object is not known', () => {
    click(open({ ...RECORD, objectApiName: undefined }));
    expect(mockNavigate.mock.calls[0][0].attributes).toEqual({ recordId: '001A', actionName: 'view' });
  });

  it('leaves a click with a modifier to the browser', () => {
    expect(click(open(RECORD), { ctrlKey: true })).toBe(false);
    expect(mockNavigate).not.toHaveBeenCalled();
  });

  it('is plain text for a record that does not exist yet', () => {
    const element = open({ name: 'Jane Doe', url: null, recordId: null });
    expect(find(element, 'a')).toBeNull();
    expect(find(element, 'span').textContent).toBe('Jane Doe');
  });

  it('is accessible', async () => {
    await expect(open(RECORD)).toBeAccessible();
  });
});
