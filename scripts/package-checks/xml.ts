import { SaxesParser } from 'saxes';

/** An element with its line, so that a finding can point at it. */
export interface XmlElement {
  name: string;
  line: number;
  /** Text directly inside, trimmed. */
  text: string;
  children: XmlElement[];
  attributes: Record<string, string>;
}

/** The root element. Throws an Error that starts with `line:column:` when the text is not well-formed. */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: false });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = {
      name,
      line: parser.line,
      text: '',
      children: [],
      attributes: { ...attributes } as Record<string, string>,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', (part) => {
    const element = open.at(-1);
    if (element) element.text += part;
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element) element.text = element.text.trim();
  });
  parser.write(text).close();
  if (!root) throw new Error('1:1: no element');
  return root;
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** Text of the first child of that name, or undefined. */
export function valueOf(element: XmlElement, name: string): string | undefined {
  return childrenOf(element, name)[0]?.text;
}
