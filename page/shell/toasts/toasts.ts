import { LightningElement } from 'lwc';
import { ShowToastEventName, type Toast } from 'lightning/platformShowToastEvent';

/** The platform's own: a message that nobody must answer goes after five seconds. */
const SHOWN_MS = 5000;

const ICONS: Record<string, string> = {
  success: 'success',
  error: 'error',
  warning: 'warning',
  info: 'info',
};

interface ShownToast {
  id: string;
  title: string;
  message: string;
  variant: string;
  icon: string;
  toastClass: string;
}

/** Shows what components announce with a toast event. */
export default class Toasts extends LightningElement {
  toasts: ShownToast[] = [];
  count = 0;
  listener = (event: Event): void => this.show((event as CustomEvent<Toast>).detail);

  override connectedCallback(): void {
    window.addEventListener(ShowToastEventName, this.listener);
  }

  override disconnectedCallback(): void {
    window.removeEventListener(ShowToastEventName, this.listener);
  }

  show({ title, message = '', messageData = [], variant = 'info', mode = 'dismissible' }: Toast): void {
    const id = String((this.count += 1));
    const text = messageData.reduce<string>(
      (filled, part, index) => filled.replace(`{${index}}`, typeof part === 'string' ? part : part.label),
      message,
    );
    const icon = `utility:${ICONS[variant] ?? 'info'}`;
    this.toasts = [
      ...this.toasts,
      {
        id,
        title,
        message: text,
        variant,
        icon,
        toastClass: `slds-notify slds-notify_toast slds-theme_${variant}`,
      },
    ];
    if (mode !== 'sticky') window.setTimeout(() => this.remove(id), SHOWN_MS);
  }

  handleClose(event: Event): void {
    this.remove((event.currentTarget as HTMLElement).dataset['id'] ?? '');
  }

  remove(id: string): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }
}
