import SaysoMic from 'c/saysoMic';
import { byId, find, heard, pass, settle, show, textOf } from 'lwc-testing';

let recognition;
class FakeRecognition extends EventTarget {
  constructor() {
    super();
    recognition = this;
    this.start = jest.fn();
    this.stop = jest.fn(() => this.onend?.());
  }

  say(text, isFinal = false) {
    this.onresult({ results: [Object.assign([{ transcript: text }], { isFinal })] });
  }
}

const stopTrack = jest.fn();
const getUserMedia = jest.fn();
const button = (element) => find(element, 'lightning-button-icon-stateful');
const open = () => show(SaysoMic, 'c-sayso-mic');
const isListening = (element) => button(element).selected;

async function tap(element) {
  button(element).dispatchEvent(new CustomEvent('pointerdown'));
  await settle();
  button(element).click();
  await settle();
}

async function listen() {
  const element = open();
  await tap(element);
  return element;
}

describe('c-sayso-mic', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    window.SpeechRecognition = FakeRecognition;
    Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia }, configurable: true });
    getUserMedia.mockResolvedValue({ getTracks: () => [{ stop: stopTrack }] });
    localStorage.setItem('sayso.mic.notice', '2026-11-24');
  });
  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
    jest.clearAllMocks();
    jest.restoreAllMocks();
    localStorage.clear();
    recognition = undefined;
    delete window.SpeechRecognition;
    delete window.webkitSpeechRecognition;
    delete window.AudioContext;
    delete navigator.mediaDevices;
    delete document.featurePolicy;
  });

  it('says before the first use who processes the audio', async () => {
    localStorage.clear();
    const element = await listen();
    expect(textOf(element, 'notice')).toContain('Its maker may process the audio');
    expect(getUserMedia).not.toHaveBeenCalled();

    byId(element, 'understood').click();
    await settle();
    expect(isListening(element)).toBe(true);
    expect(byId(element, 'notice')).toBeNull();
    expect(localStorage.getItem('sayso.mic.notice')).not.toBeNull();
  });

  it('asks again when the browser remembers nothing', async () => {
    jest.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const element = await listen();
    byId(element, 'understood').click();
    await settle();
    expect(byId(element, 'notice')).not.toBeNull();
  });

  it('starts with a tap and stops with the next one', async () => {
    const element = await listen();
    expect(isListening(element)).toBe(true);
    expect(recognition).toMatchObject({ continuous: true, interimResults: true, lang: 'en' });
    await tap(element);
    expect(isListening(element)).toBe(false);
    expect(stopTrack).toHaveBeenCalledTimes(1);
  });

  it('listens for as long as it is held', async () => {
    const element = open();
    button(element).dispatchEvent(new CustomEvent('pointerdown'));
    await pass(800);
    expect(isListening(element)).toBe(true);
    button(element).click();
    await settle();
    expect(isListening(element)).toBe(false);
  });

  it('works from the keyboard, where a click comes without a press', async () => {
    const element = open();
    button(element).click();
    await settle();
    expect(isListening(element)).toBe(true);
    button(element).click();
    await settle();
    expect(isListening(element)).toBe(false);
  });

  it('passes interim words on and stops after a silence', async () => {
    const element = await listen();
    const transcript = heard(element, 'transcript');
    recognition.say(' move acme ');
    expect(transcript).toHaveBeenLastCalledWith({ text: 'move acme', sends: false });
    await pass(1499);
    recognition.say('move acme to negotiation', true);
    await pass(1499);
    expect(isListening(element)).toBe(true);
    await pass(1);
    expect(isListening(element)).toBe(false);
    expect(transcript).toHaveBeenLastCalledWith({ text: 'move acme to negotiation', sends: false });
  });

  it('does not listen in vain for ever', async () => {
    const element = await listen();
    await pass(8000);
    expect(isListening(element)).toBe(false);
  });

  it('sends only when the last word says so', async () => {
    const element = await listen();
    const transcript = heard(element, 'transcript');
    recognition.say('send Jane the offer', true);
    expect(transcript).toHaveBeenLastCalledWith({ text: 'send Jane the offer', sends: false });
    recognition.say('follow up on Friday, send', false);
    expect(transcript.mock.lastCall[0].sends).toBe(false);
    recognition.say('follow up on Friday, send', true);
    expect(transcript).toHaveBeenLastCalledWith({ text: 'follow up on Friday', sends: true });
    await settle();
    expect(isListening(element)).toBe(false);
  });

  it('shows the level that it hears', async () => {
    const close = jest.fn(() => Promise.resolve());
    window.AudioContext = class {
      close = close;
      createAnalyser() {
        return { fftSize: 4, getByteTimeDomainData: (samples) => samples.set([128, 168, 120, 128]) };
      }
      createMediaStreamSource() {
        return { connect: jest.fn() };
      }
    };
    const element = await listen();
    await pass(100);
    expect(find(element, '[role="meter"]').getAttribute('aria-valuenow')).toBe('60');
    document.body.removeChild(element);
    expect(close).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['the admin blocks it', 'NotAllowedError', false, 'Your admin has blocked the microphone'],
    ['the user denied it', 'NotAllowedError', true, 'Allow it in the address bar'],
    ['there is none', 'NotFoundError', true, 'No microphone was found'],
    ['it fails otherwise', 'AbortError', true, 'could not be turned into text']
  ])('says what to do when %s', async (_, name, allowed, words) => {
    document.featurePolicy = { allowsFeature: () => allowed };
    getUserMedia.mockRejectedValue(new DOMException('no', name));
    const element = await listen();
    expect(textOf(element, 'message')).toContain(words);
    expect(textOf(element, 'message')).toContain('ype instead');
    expect(isListening(element)).toBe(false);
  });

  it.each([
    ['not-allowed', 'Allow it in the address bar'],
    ['audio-capture', 'No microphone was found'],
    ['network', 'could not be turned into text']
  ])('says what to do when recognition ends with %s', async (error, words) => {
    const element = await listen();
    recognition.onerror({ error });
    recognition.onend();
    await settle();
    expect(textOf(element, 'message')).toContain(words);
    expect(isListening(element)).toBe(false);
  });

  it('takes silence for no error', async () => {
    const element = await listen();
    recognition.onerror({ error: 'no-speech' });
    recognition.onend();
    await settle();
    expect(byId(element, 'message')).toBeNull();
  });

  it('says so where the browser cannot do it', async () => {
    delete window.SpeechRecognition;
    expect(textOf(await listen(), 'message')).toContain('This browser cannot turn speech into text');
  });

  it("uses Chrome's own name for it", async () => {
    delete window.SpeechRecognition;
    window.webkitSpeechRecognition = FakeRecognition;
    expect(isListening(await listen())).toBe(true);
  });

  it('lets go of the microphone when it is taken away', async () => {
    document.body.removeChild(await listen());
    expect(stopTrack).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is accessible', async () => {
    const element = await listen();
    jest.useRealTimers();
    await expect(element).toBeAccessible();
  });
});
