import { LightningElement, api, wire } from "lwc";
import { CloseActionScreenEvent } from "lightning/actions";
import { ShowToastEvent } from "lightning/platformShowToastEvent";
import { getFieldValue, getRecord, notifyRecordUpdateAvailable } from "lightning/uiRecordApi";

const REVISION = "Opportunity.@REVISION@";
const EVALUATED = "Opportunity.@EVALUATED@";
const LOOKS = 10;
const PAUSE = 3000;

/** The ten answers of a deal, and what is missing. Saving leaves the judging to the service, whose answer arrives within seconds. */
export default class HandoffPanel extends LightningElement {
  @api recordId;
  record;
  looks = 0;

  @wire(getRecord, { recordId: "$recordId", optionalFields: [REVISION, EVALUATED] })
  received({ data }) {
    if (data) {
      this.record = data;
    }
  }

  get waiting() {
    return getFieldValue(this.record, REVISION) !== getFieldValue(this.record, EVALUATED);
  }

  handleSuccess() {
    this.dispatchEvent(new ShowToastEvent({ title: "Handoff", message: "@SAVED@", variant: "success" }));
    this.dispatchEvent(new CloseActionScreenEvent());
    this.looks = LOOKS;
    this.lookAgain();
  }

  lookAgain() {
    notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
    this.looks -= 1;
    if (this.looks > 0) {
      // eslint-disable-next-line @lwc/lwc/no-async-operation
      setTimeout(() => this.waiting && this.lookAgain(), PAUSE);
    }
  }
}
