import { LightningElement, wire } from 'lwc';
import { CurrentPageReference, type PageReference } from 'lightning/navigation';
import { EnclosingUtilityId, onUtilityClick, open } from 'lightning/platformUtilityBarApi';
import { notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import answerCommand from '@salesforce/apex/SaysoController.answerCommand';
import cancelCommand from '@salesforce/apex/SaysoController.cancelCommand';
import confirmCommand from '@salesforce/apex/SaysoController.confirmCommand';
import disconnect from '@salesforce/apex/SaysoController.disconnect';
import getCommand from '@salesforce/apex/SaysoController.getCommand';
import getConnection from '@salesforce/apex/SaysoController.getConnection';
import listCommands from '@salesforce/apex/SaysoController.listCommands';
import submitCommand from '@salesforce/apex/SaysoController.submitCommand';
import undoCommand from '@salesforce/apex/SaysoController.undoCommand';
import { missingPermission, reduceErrors, type Problem } from 'c/saysoErrors';
import { follow } from 'c/saysoFollow';
import { fill } from 'c/saysoFormat';
import { needsConnection, recordsOf, viewOf, type Command, type Connection, type View } from 'c/saysoState';
import mayUse from '@salesforce/customPermission/Sayso_User';
import timeZone from '@salesforce/i18n/timeZone';
import connectedToOrg from '@salesforce/label/c.Sayso_Connected_To';
import connectedLabel from '@salesforce/label/c.Sayso_Connected';
import disconnectLabel from '@salesforce/label/c.Sayso_Disconnect';
import doneAnnouncement from '@salesforce/label/c.Sayso_Announce_Connected';
import warningLabel from '@salesforce/label/c.Sayso_Warning';
import newCommandLabel from '@salesforce/label/c.Sayso_New_Command';
import youSaid from '@salesforce/label/c.Sayso_You_Said';

const HISTORY_LENGTH = 5;

type PanelView = View | 'thinking' | 'connect' | 'denied';
/** A request that failed: what to do again, and what to show meanwhile. */
interface Waiting {
  send: () => Promise<Command>;
  meanwhile: PanelView;
}

/** The panel in the utility bar: holds what is going on and hands each part to the component whose job it is. */
export default class SaysoPanel extends LightningElement {
  label = {
    connected: connectedLabel,
    disconnect: disconnectLabel,
    newCommand: newCommandLabel,
    warning: warningLabel,
    youSaid
  };
  view: PanelView = 'idle';
  text = '';
  command?: Command | undefined;
  history: Command[] = [];
  connection?: Connection | undefined;
  problem?: Problem | undefined;
  /** What the live region says. */
  announcement = '';
  recordId?: string | undefined;
  private utilityId?: string | null;
  private waiting?: Waiting | undefined;
  private stopFollowing?: (() => void) | undefined;
  /** Counts requests; an answer to any but the last is no longer wanted. */
  private turn = 0;
  private focusAfterRender = true;

  @wire(CurrentPageReference)
  setPage(page: PageReference | undefined): void {
    this.recordId = page?.attributes?.recordId;
  }

  @wire(EnclosingUtilityId)
  setUtility(utilityId: string | null): void {
    this.utilityId = utilityId;
    if (utilityId) void onUtilityClick(utilityId, ({ panelVisible }) => panelVisible && this.focusSoon());
  }

  get isIdle(): boolean {
    return this.view === 'idle';
  }
  get isThinking(): boolean {
    return this.view === 'thinking';
  }
  get isConnect(): boolean {
    return this.view === 'connect';
  }
  get isQuestion(): boolean {
    return this.view === 'question';
  }
  get isPreview(): boolean {
    return this.view === 'preview';
  }
  get isRunning(): boolean {
    return this.view === 'running';
  }
  get isReceipt(): boolean {
    return this.view === 'receipt';
  }
  get isAnswer(): boolean {
    return this.view === 'answer';
  }
  get isRefusal(): boolean {
    return this.view === 'refusal';
  }

  /** The box is there before a command and while it is planned. */
  get showsComposer(): boolean {
    return this.isIdle || this.isThinking;
  }

  get showsText(): boolean {
    return !this.showsComposer && !this.isConnect && this.command !== undefined;
  }

  /** An ended command leaves the way to the next one. */
  get showsNew(): boolean {
    return this.isReceipt || this.isAnswer || this.isRefusal;
  }

  /** Why the box is back: a preview that was opened too late, for example. */
  get notice(): string | undefined {
    return this.isIdle && this.command && viewOf(this.command) === 'idle' ? this.command.headline : undefined;
  }

  get isConnected(): boolean {
    return this.connection?.status === 'connected';
  }

  get connectedText(): string {
    const { userName, orgName } = this.connection ?? {};
    return userName && orgName ? fill(connectedToOrg, userName, orgName) : connectedLabel;
  }

  connectedCallback(): void {
    if (!mayUse) {
      this.view = 'denied';
      this.problem = missingPermission('Sayso_User');
      return;
    }
    window.addEventListener('keydown', this.handleShortcut);
    void this.load();
  }

  disconnectedCallback(): void {
    window.removeEventListener('keydown', this.handleShortcut);
    this.stopFollowing?.();
  }

  renderedCallback(): void {
    if (!this.focusAfterRender) return;
    this.focusAfterRender = false;
    this.template?.querySelector<HTMLElement>('[data-focus]')?.focus();
  }

  handleWrite(event: CustomEvent<{ text: string }>): void {
    this.text = event.detail.text;
  }

  async handleSend(event: CustomEvent<{ text: string }>): Promise<void> {
    const { text } = event.detail;
    this.text = text;
    const contextJson = JSON.stringify(this.context());
    await this.request('thinking', () => submitCommand<Command>({ text, timeZone, contextJson }));
  }

  async handleAnswer(event: CustomEvent<{ choice: string } | { text: string }>): Promise<void> {
    const commandId = this.command?.id;
    const answerJson = JSON.stringify(event.detail);
    await this.request(this.view, () => answerCommand<Command>({ commandId, answerJson }));
  }

  async handleConfirm(event: CustomEvent<{ typed?: number; leaveOut?: number[] }>): Promise<void> {
    const commandId = this.command?.id;
    const bodyJson = JSON.stringify(event.detail);
    await this.request(this.view, () => confirmCommand<Command>({ commandId, bodyJson }));
  }

  async handleUndo(event: CustomEvent<{ id: string }>): Promise<void> {
    const commandId = event.detail.id;
    await this.request(this.view, () => undoCommand<Command>({ commandId }));
  }

  async handleOpen(event: CustomEvent<{ id: string }>): Promise<void> {
    await this.request(this.view, () => getCommand<Command>({ commandId: event.detail.id }));
  }

  async handleCancelRun(): Promise<void> {
    const commandId = this.command?.id;
    await this.request(this.view, () => cancelCommand<Command>({ commandId }));
  }

  handleCancelThinking(): void {
    this.abandon();
  }

  /** Back to the text, to say it differently. */
  handleEdit(): void {
    this.text = this.command?.text ?? this.text;
    this.drop();
  }

  handleNeverMind(): void {
    this.text = '';
    this.drop();
  }

  handleNew(): void {
    this.text = '';
    this.show('idle');
    void this.refreshHistory();
  }

  async handleConnected(event: CustomEvent<Connection>): Promise<void> {
    this.connection = event.detail;
    this.announcement = doneAnnouncement;
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting) await this.request('thinking', waiting.send);
    else {
      this.show('idle');
      void this.refreshHistory();
    }
  }

  /** A paused command goes on by itself; confirming it again only spares the wait. */
  async handleReconnectedWhileRunning(): Promise<void> {
    const commandId = this.command?.id;
    await this.request(this.view, () => confirmCommand<Command>({ commandId, bodyJson: '{}' }));
  }

  async handleDisconnect(): Promise<void> {
    try {
      await disconnect();
      this.connection = await getConnection<Connection>();
      this.show('connect');
    } catch (error) {
      this.problem = reduceErrors(error);
    }
  }

  handleRetry(): void {
    const { waiting } = this;
    if (waiting) void this.request(waiting.meanwhile, waiting.send);
    else void this.load();
  }

  handleKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    if (this.isThinking) this.abandon();
    else if (this.isQuestion) this.handleNeverMind();
    else if (this.isPreview) this.handleEdit();
    else if (this.showsNew) this.handleNew();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private handleShortcut = (event: KeyboardEvent): void => {
    // Option+S types a character on a Mac, so the place of the key counts, not what it writes.
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== 'KeyS') return;
    event.preventDefault();
    if (this.utilityId) void open(this.utilityId, { autoFocus: true });
    this.focusSoon();
  };

  private async load(): Promise<void> {
    this.problem = undefined;
    try {
      this.connection = await getConnection<Connection>();
      if (this.isConnected) await this.resume();
      // Whoever is already writing finishes the sentence first; sending it leads to Connect.
      else if (this.isIdle && this.text === '') this.show('connect');
    } catch (error) {
      this.problem = reduceErrors(error);
    }
  }

  /** A command that was running when the page was left is still what matters. */
  private async resume(): Promise<void> {
    await this.refreshHistory();
    const last = this.history[0];
    if (last && viewOf(last) === 'running' && this.isIdle && this.text === '') this.showCommand(last);
  }

  private async refreshHistory(): Promise<void> {
    try {
      this.history = (await listCommands<{ commands: Command[] }>({ howMany: HISTORY_LENGTH })).commands;
    } catch (error) {
      this.problem = reduceErrors(error);
    }
  }

  /** One request of the user: shows what comes back, or what went wrong, unless the user has moved on. */
  private async request(meanwhile: PanelView, send: () => Promise<Command>): Promise<void> {
    const turn = ++this.turn;
    const before = this.view;
    this.stopFollowing?.();
    this.problem = undefined;
    this.view = meanwhile;
    try {
      const command = await send();
      if (turn === this.turn) this.showCommand(command);
      // Planned too late to be wanted: nothing waits to be confirmed.
      else if (meanwhile === 'thinking') void cancelCommand({ commandId: command.id });
    } catch (error) {
      if (turn !== this.turn) return;
      this.waiting = { send, meanwhile };
      const problem = reduceErrors(error);
      if (needsConnection(problem.code)) {
        this.askToConnect(problem);
        return;
      }
      this.problem = problem;
      this.announcement = problem.message;
      this.show(before === 'connect' ? 'idle' : before);
      if (this.command && viewOf(this.command) === 'running') this.follow(this.command);
    }
  }

  private askToConnect(problem: Problem): void {
    this.connection = {
      status: problem.code === 'reconnect_required' ? 'reconnect_required' : 'not_connected',
      reason: problem.message
    };
    this.announcement = problem.message;
    this.show('connect');
  }

  private showCommand(command: Command): void {
    this.waiting = undefined;
    this.command = command;
    const view = viewOf(command);
    if (view !== this.view || view === 'question') this.show(view);
    this.announcement = view === 'question' ? (command.question ?? command.headline) : command.headline;
    if (view === 'running') this.follow(command);
    if (view === 'receipt') this.refreshRecords(command);
    if (view === 'idle') {
      this.text = command.text;
      void this.refreshHistory();
    }
  }

  /** The page around shows what has just been changed or taken back, on the open record too (a new task, for example). */
  private refreshRecords(command: Command): void {
    const ids = new Set([...recordsOf(command), ...(this.recordId ? [this.recordId] : [])]);
    void notifyRecordUpdateAvailable([...ids].map((recordId) => ({ recordId })));
  }

  private follow({ id }: Command): void {
    this.stopFollowing = follow(id, {
      command: (command) => {
        this.problem = undefined;
        if (viewOf(command) === 'running') this.command = command;
        else this.showCommand(command);
      },
      problem: (error) => {
        this.problem = reduceErrors(error);
      }
    });
  }

  /** Gives up waiting for a plan. */
  private abandon(): void {
    this.turn++;
    this.show('idle');
  }

  /** Leaves a question or a preview; the service is told, but nobody waits for it. */
  private drop(): void {
    const commandId = this.command?.id;
    this.turn++;
    this.show('idle');
    cancelCommand({ commandId }).then(
      () => this.refreshHistory(),
      // It expires by itself.
      () => undefined
    );
  }

  private show(view: PanelView): void {
    this.view = view;
    this.focusSoon();
  }

  private focusSoon(): void {
    this.focusAfterRender = true;
    // A render may already be over, for example when only the utility was opened.
    void Promise.resolve().then(() => this.isConnectedToPage && this.renderedCallback());
  }

  private get isConnectedToPage(): boolean {
    return this.template?.host.isConnected ?? false;
  }

  /** What the sentence may refer to: the open record, what the last command was about, what was said before. */
  private context(): { recordId?: string; mentioned?: string[]; previous?: string } {
    const previous = this.command;
    return {
      ...(this.recordId ? { recordId: this.recordId } : {}),
      ...(previous ? { mentioned: recordsOf(previous), previous: previous.text } : {})
    };
  }
}
