import SaysoRecordTable from 'c/saysoRecordTable';
import { createElement, LightningElement } from 'lwc';

/** A cell of the type as the datatable renders it: with the value and the type attributes as properties. */
class Cell extends LightningElement {
  value = 'Acme Renewal';
  typeAttributes = {};
  render() {
    return SaysoRecordTable.customTypes.record.template;
  }
}

function cellWith(typeAttributes) {
  class CellWith extends Cell {
    typeAttributes = typeAttributes;
  }
  const element = createElement('c-cell', { is: CellWith });
  document.body.appendChild(element);
  return element.shadowRoot;
}

describe('c-sayso-record-table', () => {
  afterEach(() => document.body.replaceChildren());

  it('asks the datatable for the address of each record', () => {
    expect(SaysoRecordTable.customTypes.record.typeAttributes).toEqual(['url']);
  });

  it('leads to a record that exists, in another tab', () => {
    const link = cellWith({ url: '/lightning/r/Opportunity/006A/view' }).querySelector('a');
    expect(link.textContent).toBe('Acme Renewal');
    expect(link.getAttribute('href')).toBe('/lightning/r/Opportunity/006A/view');
    expect(link.target).toBe('_blank');
  });

  it('names a record yet to be made, without a link', () => {
    const cell = cellWith({ url: null });
    expect(cell.querySelector('a')).toBeNull();
    expect(cell.querySelector('span').textContent).toBe('Acme Renewal');
  });
});
