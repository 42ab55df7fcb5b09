export const ShowToastEventName = 'lightning__showtoast';

export interface Toast {
  title: string;
  message?: string;
  messageData?: (string | { url: string; label: string })[];
  variant?: 'info' | 'success' | 'warning' | 'error';
  mode?: 'dismissible' | 'pester' | 'sticky';
}

/** `lightning/platformShowToastEvent`: bubbles to the page, which shows it. */
export class ShowToastEvent extends CustomEvent<Toast> {
  constructor(toast: Toast) {
    super(ShowToastEventName, { bubbles: true, composed: true, cancelable: true, detail: toast });
  }
}
