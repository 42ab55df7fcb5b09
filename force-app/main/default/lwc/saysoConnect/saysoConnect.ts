import { LightningElement, api } from 'lwc';
import getConnection from '@salesforce/apex/SaysoController.getConnection';
import getConnectUrl from '@salesforce/apex/SaysoController.getConnectUrl';
import { reduceErrors, type Problem } from 'c/saysoErrors';
import type { Connection } from 'c/saysoState';
import againLabel from '@salesforce/label/c.Sayso_Connect_Again';
import askLabel from '@salesforce/label/c.Sayso_Connect_Ask';
import can1 from '@salesforce/label/c.Sayso_Connect_Can_1';
import can2 from '@salesforce/label/c.Sayso_Connect_Can_2';
import cannot1 from '@salesforce/label/c.Sayso_Connect_Cannot_1';
import cannot2 from '@salesforce/label/c.Sayso_Connect_Cannot_2';
import canTitle from '@salesforce/label/c.Sayso_Connect_Can';
import cannotTitle from '@salesforce/label/c.Sayso_Connect_Cannot';
import connectButton from '@salesforce/label/c.Sayso_Connect_Button';
import connectTitle from '@salesforce/label/c.Sayso_Connect';
import notFinished from '@salesforce/label/c.Sayso_Connect_Not_Finished';
import reconnectButton from '@salesforce/label/c.Sayso_Reconnect_Button';
import reconnectTitle from '@salesforce/label/c.Sayso_Reconnect';
import waitingLabel from '@salesforce/label/c.Sayso_Connect_Waiting';

/** A login with consent takes some seconds: often enough to feel immediate, seldom enough for Apex. */
const POLL_MS = 2000;
/** The state of a login lives ten minutes at the service; nobody waits longer for a pop-up. */
const GIVE_UP_MS = 10 * 60 * 1000;
/** Fetch the next link this long before the old one dies. */
const RENEW_MARGIN_MS = 30 * 1000;

/**
 * What Sayso may and may not do, and the one button that connects. A pop-up may only open in the click itself and tells its opener
 * nothing (Lightning Web Security), so the link is fetched before the click and the outcome is asked of the service.
 */
export default class SaysoConnect extends LightningElement {
  /** What is known of the connection; absent means not connected. */
  @api connection?: Connection | undefined;

  label = {
    ask: askLabel,
    can: canTitle,
    can1,
    can2,
    cannot: cannotTitle,
    cannot1,
    cannot2,
    waiting: waitingLabel
  };
  problem?: Problem | undefined;
  isWaiting = false;
  note = '';
  private url?: string | undefined;
  private renewal?: ReturnType<typeof setTimeout>;
  private poll?: ReturnType<typeof setTimeout>;

  get heading(): string {
    return this.isReconnect ? reconnectTitle : connectTitle;
  }

  get reason(): string | undefined {
    return this.connection?.reason;
  }

  get buttonLabel(): string {
    if (this.isWaiting) return againLabel;
    return this.isReconnect ? reconnectButton : connectButton;
  }

  get buttonVariant(): string {
    return this.isWaiting ? 'neutral' : 'brand';
  }

  get connectDisabled(): boolean {
    return !this.url;
  }

  connectedCallback(): void {
    void this.fetchUrl();
  }

  disconnectedCallback(): void {
    clearTimeout(this.renewal);
    clearTimeout(this.poll);
  }

  @api
  focus(): void {
    this.template?.querySelector<HTMLElement>('[data-id="connect"]')?.focus();
  }

  handleConnect(): void {
    window.open(this.url, '_blank', 'popup,width=520,height=680,noopener');
    this.isWaiting = true;
    this.note = '';
    // A link works once.
    this.url = undefined;
    void this.fetchUrl();
    clearTimeout(this.poll);
    this.pollUntil(Date.now() + GIVE_UP_MS);
  }

  handleRetry(): void {
    void this.fetchUrl();
  }

  private get isReconnect(): boolean {
    return this.connection?.status === 'reconnect_required';
  }

  private async fetchUrl(): Promise<void> {
    clearTimeout(this.renewal);
    try {
      const { url, expiresAt } = await getConnectUrl<{ url: string; expiresAt: string }>();
      this.url = url;
      this.problem = undefined;
      const lifetimeMs = new Date(expiresAt).getTime() - Date.now();
      // eslint-disable-next-line @lwc/lwc/no-async-operation -- cleared in disconnectedCallback
      this.renewal = setTimeout(() => this.fetchUrl(), Math.max(lifetimeMs - RENEW_MARGIN_MS, RENEW_MARGIN_MS));
    } catch (error) {
      this.problem = reduceErrors(error);
    }
  }

  private pollUntil(deadline: number): void {
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- cleared in disconnectedCallback
    this.poll = setTimeout(async () => {
      const connection = await currentConnection();
      if (connection?.status === 'connected') {
        this.isWaiting = false;
        this.dispatchEvent(new CustomEvent('connected', { detail: connection }));
      } else if (Date.now() >= deadline) {
        this.isWaiting = false;
        this.note = notFinished;
      } else this.pollUntil(deadline);
    }, POLL_MS);
  }
}

/** A poll that fails is one that did not find out yet; the next one may. */
async function currentConnection(): Promise<Connection | undefined> {
  try {
    return await getConnection<Connection>();
  } catch {
    return undefined;
  }
}
