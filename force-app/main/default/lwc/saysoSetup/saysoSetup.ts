import { LightningElement } from 'lwc';
import getPairUrl from '@salesforce/apex/SaysoAdminController.getPairUrl';
import getSetup from '@salesforce/apex/SaysoAdminController.getSetup';
import { reduceErrors, type Problem } from 'c/saysoErrors';
import { fill, moment } from 'c/saysoFormat';
import adminsText from '@salesforce/label/c.Sayso_Check_Admins';
import appText from '@salesforce/label/c.Sayso_Check_App';
import fixLabel from '@salesforce/label/c.Sayso_Check_Fix';
import okLabel from '@salesforce/label/c.Sayso_Check_Ok';
import pairAgainLabel from '@salesforce/label/c.Sayso_Pair_Again';
import pairedOn from '@salesforce/label/c.Sayso_Paired_On';
import pairingText from '@salesforce/label/c.Sayso_Check_Pairing';
import pairLabel from '@salesforce/label/c.Sayso_Pair';
import recheckLabel from '@salesforce/label/c.Sayso_Recheck';
import serviceText from '@salesforce/label/c.Sayso_Check_Service';
import signalsText from '@salesforce/label/c.Sayso_Check_Signals';
import titleLabel from '@salesforce/label/c.Sayso_Setup';
import todoLabel from '@salesforce/label/c.Sayso_Check_Todo';
import unknownLabel from '@salesforce/label/c.Sayso_Check_Unknown';
import usersText from '@salesforce/label/c.Sayso_Check_Users';
import waitingLabel from '@salesforce/label/c.Sayso_Connect_Waiting';

/** Logging in and approving takes some seconds. */
const POLL_MS = 2000;
/** The state of a login lives ten minutes at the service. */
const GIVE_UP_MS = 10 * 60 * 1000;

interface Check {
  id: string;
  state: 'ok' | 'todo' | 'unknown';
  detail?: string | null;
  setupPath?: string | null;
}

interface Setup {
  serviceUrl?: string | null;
  paired: boolean;
  pairedOn?: string | null;
  checks: Check[];
}

const TEXTS: Record<string, string> = {
  admins: adminsText,
  app: appText,
  pairing: pairingText,
  service: serviceText,
  signals: signalsText,
  users: usersText
};

const STATES = {
  ok: { icon: 'utility:success', variant: 'success', text: okLabel },
  todo: { icon: 'utility:warning', variant: 'warning', text: todoLabel },
  unknown: { icon: 'utility:help', variant: '', text: unknownLabel }
};

/** The checklist: what is set up, what is not, and where to do it. */
export default class SaysoSetup extends LightningElement {
  label = { fix: fixLabel, recheck: recheckLabel, title: titleLabel, waiting: waitingLabel };
  setup?: Setup | undefined;
  problem?: Problem | undefined;
  isWaiting = false;
  private pairUrl?: string | undefined;
  private poll?: ReturnType<typeof setTimeout>;

  get checks(): (Check & { text: string; icon: string; variant: string; stateText: string; canFix: boolean })[] {
    return (this.setup?.checks ?? []).map((check) => ({
      ...check,
      text: fill(TEXTS[check.id] ?? check.id, check.detail ?? ''),
      icon: STATES[check.state].icon,
      variant: STATES[check.state].variant,
      stateText: STATES[check.state].text,
      canFix: check.state !== 'ok' && Boolean(check.setupPath)
    }));
  }

  get pairLabel(): string {
    return this.setup?.paired ? pairAgainLabel : pairLabel;
  }

  get pairVariant(): string {
    return this.setup?.paired ? 'neutral' : 'brand';
  }

  get pairDisabled(): boolean {
    return !this.pairUrl;
  }

  get pairedText(): string {
    return this.setup?.paired ? fill(pairedOn, moment(this.setup.pairedOn ?? undefined)) : '';
  }

  connectedCallback(): void {
    void this.load();
  }

  disconnectedCallback(): void {
    clearTimeout(this.poll);
  }

  handleRecheck(): void {
    void this.load();
  }

  handlePair(): void {
    window.open(this.pairUrl, '_blank', 'popup,width=520,height=680,noopener');
    this.isWaiting = true;
    clearTimeout(this.poll);
    this.pollUntil(Date.now() + GIVE_UP_MS, this.setup?.pairedOn);
  }

  private async load(): Promise<void> {
    try {
      this.setup = await getSetup<Setup>();
      this.problem = undefined;
      // Before the click: a pop-up may only open in the click itself.
      if (this.setup.serviceUrl) this.pairUrl = (await getPairUrl<{ url: string }>()).url;
    } catch (error) {
      this.problem = reduceErrors(error);
    }
  }

  /** A pairing, or another one, has happened when its time has changed. */
  private pollUntil(deadline: number, pairedBefore: string | null | undefined): void {
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- cleared in disconnectedCallback
    this.poll = setTimeout(async () => {
      await this.load();
      const isPaired = this.setup?.paired && this.setup.pairedOn !== pairedBefore;
      this.isWaiting = !isPaired && Date.now() < deadline;
      if (this.isWaiting) this.pollUntil(deadline, pairedBefore);
      else if (isPaired) this.dispatchEvent(new CustomEvent('paired'));
    }, POLL_MS);
  }
}
