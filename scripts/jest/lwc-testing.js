import { createElement } from 'lwc';

/** Puts a component on the page. */
export function show(Component, tag, properties = {}) {
  const element = Object.assign(createElement(tag, { is: Component }), properties);
  document.body.appendChild(element);
  return element;
}

export const find = (element, selector) => element.shadowRoot.querySelector(selector);
export const findAll = (element, selector) => [...element.shadowRoot.querySelectorAll(selector)];
export const byId = (element, id) => find(element, `[data-id="${id}"]`);
export const textOf = (element, id) => byId(element, id)?.textContent;

/** Lets everything that only waits for promises happen: answers of mocks, then the rendering that follows. */
export async function settle() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** Moves the fake clock, then lets what came due happen. */
export async function pass(milliseconds) {
  jest.advanceTimersByTime(milliseconds);
  await settle();
}

export function press(target, key, more = {}) {
  const event = new KeyboardEvent('keydown', {
    key,
    bubbles: true,
    composed: true,
    cancelable: true,
    ...more,
  });
  target.dispatchEvent(event);
  return event;
}

export function type(target, value) {
  target.value = value;
  target.dispatchEvent(new CustomEvent('input', { bubbles: true, composed: true }));
}

/** Resolves or rejects when the test says so. */
export function deferred() {
  const result = {};
  result.promise = new Promise((resolve, reject) => Object.assign(result, { resolve, reject }));
  return result;
}

/** Records what a component says to its parent. */
export function heard(element, name) {
  const listener = jest.fn();
  element.addEventListener(name, ({ detail }) => listener(detail));
  return listener;
}

/** A failure as Apex sends it. */
export function apexError(problem) {
  const message = JSON.stringify({
    code: 'failed',
    message: 'It failed.',
    actions: [],
    retryable: false,
    ...problem,
  });
  return { status: 500, body: { message } };
}

const ACME = '006000000000001AAA';

export const UPDATE = {
  op: 'update',
  object: 'Opportunity',
  objectLabel: 'Opportunity',
  id: ACME,
  name: 'Acme Renewal',
  url: `/lightning/r/Opportunity/${ACME}/view`,
  changes: [{ field: 'StageName', label: 'Stage', before: 'Proposal', after: 'Negotiation/Review' }],
  why: ['“negotiation” → Negotiation/Review'],
};

/** A command as the service describes it; by default a preview of one update. */
export function commandOf(overrides = {}) {
  return {
    id: 'c1',
    text: 'Move Acme to negotiation',
    createdAt: '2026-11-24T09:30:00.000Z',
    kind: 'plan',
    status: 'preview',
    headline: '1 change: 1 opportunity',
    flags: [],
    preview: [UPDATE],
    confirmLabel: 'Change 1 opportunity',
    ...overrides,
  };
}

export function resultOf(overrides = {}) {
  const { object, objectLabel, id, name, url } = UPDATE;
  return { n: 0, op: 'update', object, objectLabel, id, name, url, outcome: 'changed', ...overrides };
}
