import LightningDatatable from 'lightning/datatable';
import record from './record.html';

/**
 * The datatable with one more column type, `record`: the name, as a link where the record exists already. Type attribute `url`:
 * where it leads, absent for a record yet to be made.
 */
export default class SaysoRecordTable extends LightningDatatable {
  static customTypes = {
    record: { template: record, standardCellLayout: true, typeAttributes: ['url'] }
  };
}
