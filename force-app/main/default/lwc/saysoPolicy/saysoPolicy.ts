import { LightningElement } from 'lwc';
import getPolicy from '@salesforce/apex/SaysoAdminController.getPolicy';
import savePolicy from '@salesforce/apex/SaysoAdminController.savePolicy';
import { reduceErrors, type Problem } from 'c/saysoErrors';
import { fill, moment } from 'c/saysoFormat';
import type { Writable } from 'c/saysoPolicyObjects';
import addWordLabel from '@salesforce/label/c.Sayso_Policy_Add_Word';
import allowDeleteLabel from '@salesforce/label/c.Sayso_Policy_Allow_Delete';
import badNumberLabel from '@salesforce/label/c.Sayso_Policy_Bad_Number';
import confirmAboveLabel from '@salesforce/label/c.Sayso_Policy_Confirm_Above';
import defaultLabel from '@salesforce/label/c.Sayso_Policy_Default';
import defaultsLabel from '@salesforce/label/c.Sayso_Policy_Defaults';
import deleteHelpLabel from '@salesforce/label/c.Sayso_Policy_Delete_Help';
import discardLabel from '@salesforce/label/c.Sayso_Policy_Discard';
import followUpLabel from '@salesforce/label/c.Sayso_Policy_Follow_Up';
import followUpEvent from '@salesforce/label/c.Sayso_Policy_Follow_Up_Event';
import followUpNextStep from '@salesforce/label/c.Sayso_Policy_Follow_Up_Next_Step';
import followUpTask from '@salesforce/label/c.Sayso_Policy_Follow_Up_Task';
import limitsLabel from '@salesforce/label/c.Sayso_Policy_Limits';
import maxRecordsLabel from '@salesforce/label/c.Sayso_Policy_Max_Records';
import meaningLabel from '@salesforce/label/c.Sayso_Policy_Meaning';
import notesLabel from '@salesforce/label/c.Sayso_Policy_Notes';
import notesClassic from '@salesforce/label/c.Sayso_Policy_Notes_Note';
import notesContent from '@salesforce/label/c.Sayso_Policy_Notes_Content';
import notesDescription from '@salesforce/label/c.Sayso_Policy_Notes_Description';
import notesTask from '@salesforce/label/c.Sayso_Policy_Notes_Task';
import previewMinutesLabel from '@salesforce/label/c.Sayso_Policy_Preview_Minutes';
import removeWordLabel from '@salesforce/label/c.Sayso_Policy_Remove_Word';
import saveLabel from '@salesforce/label/c.Sayso_Policy_Save';
import savedLabel from '@salesforce/label/c.Sayso_Policy_Saved';
import synonymsLabel from '@salesforce/label/c.Sayso_Policy_Synonyms';
import titleLabel from '@salesforce/label/c.Sayso_Policy';
import undoHoursLabel from '@salesforce/label/c.Sayso_Policy_Undo_Hours';
import unsavedLabel from '@salesforce/label/c.Sayso_Policy_Unsaved';
import versionLabel from '@salesforce/label/c.Sayso_Policy_Version';
import wordLabel from '@salesforce/label/c.Sayso_Policy_Word';

/** What commands may do in the org, as the service keeps it. */
interface Policy {
  writable: Writable;
  confirmAbove: number;
  maxRecords: number;
  allowDelete: boolean;
  followUp: string;
  notes: string;
  synonyms: Record<string, string>;
  previewMinutes: number;
  undoHours: number;
}

interface PolicyVersion {
  /** 0 = the default, never changed. */
  version: number;
  policy: Policy;
  changedBy?: string | null;
  changedByName?: string;
  changedAt?: string | null;
}

type Limit = 'confirmAbove' | 'maxRecords' | 'previewMinutes' | 'undoHours';

/** The bounds that the service sets. */
const LIMITS: { name: Limit; label: string; min: number; max: number }[] = [
  { name: 'confirmAbove', label: confirmAboveLabel, min: 1, max: 10_000 },
  { name: 'maxRecords', label: maxRecordsLabel, min: 1, max: 100_000 },
  { name: 'previewMinutes', label: previewMinutesLabel, min: 1, max: 1_440 },
  { name: 'undoHours', label: undoHoursLabel, min: 0, max: 720 }
];

const FOLLOW_UPS = { Task: followUpTask, Event: followUpEvent, NextStep: followUpNextStep };
const NOTES = { ContentNote: notesContent, Note: notesClassic, Task: notesTask, Description: notesDescription };

interface Word {
  key: string;
  word: string;
  meaning: string;
}

/** What commands may write, how many records, and where things go: one version after the other. */
export default class SaysoPolicy extends LightningElement {
  label = {
    addWord: addWordLabel,
    allowDelete: allowDeleteLabel,
    defaults: defaultsLabel,
    deleteHelp: deleteHelpLabel,
    discard: discardLabel,
    followUp: followUpLabel,
    limits: limitsLabel,
    meaning: meaningLabel,
    notes: notesLabel,
    synonyms: synonymsLabel,
    title: titleLabel,
    word: wordLabel
  };
  inForce?: PolicyVersion | undefined;
  draft?: Policy | undefined;
  problem?: Problem | undefined;
  /** What the live region says. */
  announcement = '';
  isSaving = false;
  private words: Word[] = [];
  private limits: Record<string, string> = {};
  /** Counts rows, so that each keeps its key while others come and go. */
  private wordCount = 0;

  get versionText(): string {
    const { version, changedByName, changedBy, changedAt } = this.inForce ?? { version: 0 };
    return version === 0
      ? defaultLabel
      : fill(versionLabel, version, changedByName ?? changedBy ?? '', moment(changedAt ?? undefined));
  }

  get limitRows(): { name: Limit; label: string; value: string; error: string; hasError: string; errorId: string }[] {
    return LIMITS.map(({ name, label, min, max }) => {
      const value = this.limits[name] ?? '';
      const bad = !isWhole(value, min, max);
      return {
        name,
        label,
        value,
        error: bad ? fill(badNumberLabel, min, max) : '',
        hasError: String(bad),
        errorId: `${name}-error`
      };
    });
  }

  get followUps(): { value: string; label: string; selected: boolean }[] {
    return optionsOf(FOLLOW_UPS, this.draft?.followUp);
  }

  get notes(): { value: string; label: string; selected: boolean }[] {
    return optionsOf(NOTES, this.draft?.notes);
  }

  get wordRows(): (Word & { removeLabel: string })[] {
    return this.words.map((word) => ({ ...word, removeLabel: fill(removeWordLabel, word.word) }));
  }

  get hasChanged(): boolean {
    return JSON.stringify(this.edited) !== JSON.stringify(this.inForce?.policy);
  }

  get saveLabel(): string {
    return fill(saveLabel, (this.inForce?.version ?? 0) + 1);
  }

  get saveDisabled(): boolean {
    return this.isSaving || !this.hasChanged || this.limitRows.some(({ error }) => error !== '');
  }

  get discardDisabled(): boolean {
    return this.isSaving || !this.hasChanged;
  }

  get unsavedNote(): string {
    return this.hasChanged ? unsavedLabel : '';
  }

  connectedCallback(): void {
    void this.load();
  }

  handleWritable(event: CustomEvent<Writable>): void {
    this.change({ writable: event.detail });
  }

  handleLimit(event: Event): void {
    const { dataset, value } = event.target as HTMLInputElement;
    this.limits = { ...this.limits, [dataset.name ?? '']: value };
  }

  handleDelete(event: Event): void {
    this.change({ allowDelete: (event.target as HTMLInputElement).checked });
  }

  handleFollowUp(event: Event): void {
    this.change({ followUp: (event.target as HTMLSelectElement).value });
  }

  handleNotes(event: Event): void {
    this.change({ notes: (event.target as HTMLSelectElement).value });
  }

  handleWord(event: Event): void {
    const { dataset, value } = event.target as HTMLInputElement;
    const part = dataset.part === 'word' ? 'word' : 'meaning';
    this.words = this.words.map((row) => {
      return row.key === dataset.key ? { ...row, [part]: value } : row;
    });
  }

  handleAddWord(): void {
    this.words = [...this.words, { key: String(this.wordCount++), word: '', meaning: '' }];
  }

  handleRemoveWord(event: Event): void {
    const { key } = (event.currentTarget as HTMLElement).dataset;
    this.words = this.words.filter((row) => row.key !== key);
  }

  handleDiscard(): void {
    if (this.inForce) this.edit(this.inForce);
  }

  /** After a failed read there is nothing to lose; after a lost race the other admin's version is what to edit. */
  handleRetry(): void {
    void this.load();
  }

  async handleSave(): Promise<void> {
    this.isSaving = true;
    this.announcement = '';
    try {
      const saved = await savePolicy<PolicyVersion>({
        policyJson: JSON.stringify(this.edited),
        etag: `"${this.inForce?.version ?? 0}"`
      });
      this.problem = undefined;
      this.edit(saved);
      this.announcement = fill(savedLabel, saved.version);
    } catch (error) {
      this.problem = reduceErrors(error);
    } finally {
      this.isSaving = false;
    }
  }

  /** The policy as the form has it. */
  private get edited(): Policy | undefined {
    if (!this.draft) return undefined;
    const numbers = Object.fromEntries(LIMITS.map(({ name }) => [name, Number(this.limits[name])])) as Record<
      Limit,
      number
    >;
    const words = this.words
      .map(({ word, meaning }) => [word.trim(), meaning.trim()])
      .filter(([word, meaning]) => word && meaning);
    return { ...this.draft, ...numbers, synonyms: Object.fromEntries(words) as Record<string, string> };
  }

  private change(part: Partial<Policy>): void {
    if (this.draft) this.draft = { ...this.draft, ...part };
    this.announcement = '';
  }

  private edit(version: PolicyVersion): void {
    this.inForce = version;
    this.draft = version.policy;
    this.limits = Object.fromEntries(LIMITS.map(({ name }) => [name, String(version.policy[name])]));
    this.words = Object.entries(version.policy.synonyms).map(([word, meaning]) => ({
      key: String(this.wordCount++),
      word,
      meaning
    }));
  }

  private async load(): Promise<void> {
    try {
      this.edit(await getPolicy<PolicyVersion>());
      this.problem = undefined;
    } catch (error) {
      this.problem = reduceErrors(error);
    }
  }
}

function isWhole(text: string, min: number, max: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= min && Number(text) <= max;
}

function optionsOf(
  labels: Record<string, string>,
  chosen: string | undefined
): { value: string; label: string; selected: boolean }[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label, selected: value === chosen }));
}
