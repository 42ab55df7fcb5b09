import { LightningElement, api } from 'lwc';
import lang from '@salesforce/i18n/lang';
import blocked from '@salesforce/label/c.Sayso_Mic_Blocked';
import denied from '@salesforce/label/c.Sayso_Mic_Denied';
import failed from '@salesforce/label/c.Sayso_Mic_Failed';
import levelLabel from '@salesforce/label/c.Sayso_Mic_Level';
import noDevice from '@salesforce/label/c.Sayso_Mic_No_Device';
import noticeText from '@salesforce/label/c.Sayso_Mic_Notice';
import sendWord from '@salesforce/label/c.Sayso_Mic_Send_Word';
import startLabel from '@salesforce/label/c.Sayso_Mic_Start';
import stopLabel from '@salesforce/label/c.Sayso_Mic_Stop';
import understood from '@salesforce/label/c.Sayso_Mic_Understood';
import unsupported from '@salesforce/label/c.Sayso_Mic_Unsupported';

/** Speech has ended when nothing new was heard for this long. */
const SILENCE_MS = 1500;
/** Long enough to think before the first word, short enough not to listen in vain. */
const NOTHING_HEARD_MS = 8000;
/** A press longer than this is "hold to speak": letting go stops. */
const HOLD_MS = 400;
/** Often enough for a meter that looks alive. */
const LEVEL_EVERY_MS = 100;
/** Where the browser remembers that the user knows who processes the audio. */
const NOTICE_KEY = 'sayso.mic.notice';

interface Recognition extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  stop(): void;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }> }) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
}

type Speech = Window & { SpeechRecognition?: new () => Recognition; webkitSpeechRecognition?: new () => Recognition };

/** Turns speech into text for the box. Never sends by itself: only Enter, or the word "send" at the end. */
export default class SaysoMic extends LightningElement {
  label = { level: levelLabel, notice: noticeText, understood };
  isListening = false;
  showsNotice = false;
  message = '';
  level = 0;
  private recognition?: Recognition | undefined;
  private stream?: MediaStream | undefined;
  private audio?: AudioContext | undefined;
  private silence?: ReturnType<typeof setTimeout>;
  private meter?: ReturnType<typeof setInterval>;
  /** When the press that started this was made; undefined between presses. */
  private pressedAt?: number | undefined;

  get buttonLabel(): string {
    return this.isListening ? stopLabel : startLabel;
  }

  get icon(): string {
    return this.isListening ? 'utility:stop' : 'utility:unmuted';
  }

  disconnectedCallback(): void {
    this.release();
  }

  /** Ends listening, for example because the user sends or types. */
  @api
  stop(): void {
    this.recognition?.stop();
  }

  handlePress(): void {
    if (this.isListening) return;
    this.pressedAt = Date.now();
    void this.start();
  }

  /** A click follows every press, and comes alone from the keyboard. Letting go after holding stops. */
  handleClick(): void {
    const pressedAt = this.pressedAt;
    this.pressedAt = undefined;
    if (pressedAt === undefined) {
      if (this.isListening) this.stop();
      else void this.start();
    } else if (Date.now() - pressedAt > HOLD_MS) this.stop();
  }

  handleUnderstood(): void {
    this.showsNotice = false;
    remember();
    void this.start();
  }

  private async start(): Promise<void> {
    this.message = '';
    const Recognizer = (window as Speech).SpeechRecognition ?? (window as Speech).webkitSpeechRecognition;
    if (!Recognizer) {
      this.message = unsupported;
      return;
    }
    if (!isRemembered()) {
      this.showsNotice = true;
      return;
    }
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      this.message = microphoneProblem(error);
      return;
    }
    this.listen(new Recognizer());
    this.measure(this.stream);
  }

  private listen(recognition: Recognition): void {
    recognition.lang = lang;
    recognition.continuous = true;
    recognition.interimResults = true;
    recognition.onresult = ({ results }) => {
      this.stopAfter(SILENCE_MS);
      const parts = Array.from(results);
      this.hear(
        parts.map((part) => part[0]?.transcript ?? '').join(''),
        parts.every(({ isFinal }) => isFinal)
      );
    };
    recognition.onerror = ({ error }) => {
      if (error !== 'no-speech' && error !== 'aborted') this.message = speechProblem(error);
    };
    recognition.onend = () => this.release();
    this.recognition = recognition;
    this.isListening = true;
    recognition.start();
    this.stopAfter(NOTHING_HEARD_MS);
  }

  /** "… on Friday, send" sends; the word itself is not part of the command. */
  private hear(heard: string, isFinal: boolean): void {
    const text = heard.trim();
    const spoken = new RegExp(`[\\s,.]+${sendWord}[.!]?$`, 'i');
    const sends = isFinal && spoken.test(text);
    this.dispatchEvent(
      new CustomEvent('transcript', { detail: { text: sends ? text.replace(spoken, '') : text, sends } })
    );
    if (sends) this.stop();
  }

  private stopAfter(quietMs: number): void {
    clearTimeout(this.silence);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- cleared in release()
    this.silence = setTimeout(() => this.stop(), quietMs);
  }

  /** The level meter proves that something is heard; without Web Audio there is none. */
  private measure(stream: MediaStream): void {
    if (!window.AudioContext) return;
    this.audio = new AudioContext();
    const analyser = this.audio.createAnalyser();
    this.audio.createMediaStreamSource(stream).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- cleared in release()
    this.meter = setInterval(() => {
      analyser.getByteTimeDomainData(samples);
      this.level = Math.min(100, Math.round(Math.max(...samples.map((sample) => Math.abs(sample - 128))) * 1.5));
    }, LEVEL_EVERY_MS);
  }

  private release(): void {
    clearTimeout(this.silence);
    clearInterval(this.meter);
    this.stream?.getTracks().forEach((track) => track.stop());
    void this.audio?.close();
    if (this.recognition) this.recognition.onend = null;
    this.recognition = undefined;
    this.stream = undefined;
    this.audio = undefined;
    this.isListening = false;
    this.level = 0;
  }
}

/** The same exception means "your admin" or "you" depending on the page's permissions policy. */
function microphoneProblem(error: unknown): string {
  const policy = (document as Document & { featurePolicy?: { allowsFeature(feature: string): boolean } }).featurePolicy;
  if (policy && !policy.allowsFeature('microphone')) return blocked;
  switch ((error as DOMException).name) {
    case 'NotAllowedError':
      return denied;
    case 'NotFoundError':
      return noDevice;
    default:
      return failed;
  }
}

function speechProblem(error: string): string {
  switch (error) {
    case 'not-allowed':
    case 'service-not-allowed':
      return denied;
    case 'audio-capture':
      return noDevice;
    default:
      return failed;
  }
}

/** Storage may be switched off; then the notice simply comes again. */
function isRemembered(): boolean {
  try {
    return localStorage.getItem(NOTICE_KEY) !== null;
  } catch {
    return false;
  }
}

function remember(): void {
  try {
    localStorage.setItem(NOTICE_KEY, new Date().toISOString());
  } catch {
    // see isRemembered
  }
}
