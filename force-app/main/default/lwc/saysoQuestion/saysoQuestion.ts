import { LightningElement, api } from 'lwc';
import type { Choice, Command } from 'c/saysoState';
import answerLabel from '@salesforce/label/c.Sayso_Question_Answer';
import answerPlaceholder from '@salesforce/label/c.Sayso_Question_Placeholder';
import neverMindLabel from '@salesforce/label/c.Sayso_Never_Mind';

interface NumberedChoice extends Choice {
  /** The key that picks it; only the first nine have one. */
  key: string;
}

/** One question: choices to tap or pick by number, and words for everything else. */
export default class SaysoQuestion extends LightningElement {
  @api
  get command(): Command | undefined {
    return this.asked;
  }
  /** What was typed answered the question before. */
  set command(command: Command | undefined) {
    this.asked = command;
    this.typed = '';
  }

  label = { answer: answerLabel, neverMind: neverMindLabel, placeholder: answerPlaceholder };
  typed = '';
  private asked?: Command | undefined;

  /** Typing narrows; text that fits no choice narrows nothing, it will be an answer in words. */
  get choices(): NumberedChoice[] {
    const all = this.command?.choices ?? [];
    const wanted = this.typed.trim().toLowerCase();
    const fitting = all.filter(({ label, detail }) => `${label} ${detail ?? ''}`.toLowerCase().includes(wanted));
    return (fitting.length > 0 ? fitting : all).map((choice, n) => ({ ...choice, key: n < 9 ? String(n + 1) : '' }));
  }

  get headline(): string | undefined {
    return this.command?.question ?? this.command?.headline;
  }

  @api
  focus(): void {
    const target = this.template?.querySelector<HTMLElement>('[data-choice]') ?? this.template?.querySelector('input');
    target?.focus();
  }

  handleType(event: Event): void {
    this.typed = (event.target as HTMLInputElement).value;
  }

  handleChoice(event: Event): void {
    this.answer({ choice: (event.currentTarget as HTMLElement).dataset.choice ?? '' });
  }

  handleKeydown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const picked = this.choices.find(({ key }) => key === event.key);
    // Once words stand in the box, a digit belongs to them.
    if (picked && this.typed === '') {
      event.preventDefault();
      this.answer({ choice: picked.value });
    }
  }

  handleInputKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !this.typed.trim()) return;
    event.preventDefault();
    this.submitTyped();
  }

  handleSubmit(): void {
    if (this.typed.trim()) this.submitTyped();
  }

  handleNeverMind(): void {
    this.dispatchEvent(new CustomEvent('nevermind'));
  }

  private submitTyped(): void {
    const wanted = this.typed.trim().toLowerCase();
    const fitting = this.choices.filter(({ label, detail }) =>
      `${label} ${detail ?? ''}`.toLowerCase().includes(wanted)
    );
    this.answer(fitting.length === 1 && fitting[0] ? { choice: fitting[0].value } : { text: this.typed.trim() });
  }

  private answer(detail: { choice: string } | { text: string }): void {
    this.dispatchEvent(new CustomEvent('answer', { detail }));
  }
}
