import { XMLParser } from 'fast-xml-parser';
import { type Context, type Reply, type Request } from './http.ts';

/** An element as an object: text under its own name, repeated elements as arrays. */
export type Xml = Record<string, unknown>;

export interface SoapCall {
  /** Local name of the first element of the body. */
  operation: string;
  body: Xml;
  /** From the SessionHeader; empty when there is none. */
  sessionId: string;
}

/** Refusal in SOAP's shape. */
export class SoapFault extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
});

/** A dispatcher on the first element of the body: the action header is empty or absent with many clients. */
export function soapHandler(
  operations: Record<string, (call: SoapCall, context: Context) => string | Promise<string>>,
): (context: Context) => Promise<Reply> {
  return async (context) => {
    try {
      const call = parse(context.request);
      const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
      if (!operation)
        throw new SoapFault(
          'sf:NOT_IMPLEMENTED',
          `The simulator does not model the SOAP operation ${call.operation}.`,
        );
      return envelope(200, await operation(call, context));
    } catch (error) {
      if (!(error instanceof SoapFault)) throw error;
      return envelope(
        500,
        `<soapenv:Fault><faultcode>${text(error.code)}</faultcode><faultstring>${text(error.message)}</faultstring></soapenv:Fault>`,
      );
    }
  };
}

function parse(request: Request): SoapCall {
  const root = parser.parse(request.body.toString('utf8')) as Xml;
  const envelopeElement = child(root, 'Envelope');
  const body = child(envelopeElement, 'Body');
  const operation = Object.keys(body).find((name) => !name.startsWith('@'));
  if (operation === undefined) throw new SoapFault('soapenv:Client', 'The body of the envelope is empty.');
  const sessionId = child(child(envelopeElement, 'Header'), 'SessionHeader')['sessionId'];
  return {
    operation,
    body: child(body, operation),
    sessionId: typeof sessionId === 'string' ? sessionId : '',
  };
}

export function child(element: Xml, name: string): Xml {
  const value = element[name];
  return typeof value === 'object' && value !== null ? (value as Xml) : {};
}

/** Text for an element's content. */
export function text(value: unknown): string {
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Elements of an object in its order: arrays repeat, null is `xsi:nil`, undefined is left out. */
export function elements(value: Record<string, unknown>): string {
  return Object.entries(value)
    .flatMap(([name, content]) =>
      (Array.isArray(content) ? content : [content]).map((item) => element(name, item)),
    )
    .join('');
}

function element(name: string, content: unknown): string {
  if (content === undefined) return '';
  if (content === null) return `<${name} xsi:nil="true"/>`;
  const inner = typeof content === 'object' ? elements(content as Record<string, unknown>) : text(content);
  return `<${name}>${inner}</${name}>`;
}

function envelope(status: number, body: string): Reply {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body:
      '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
      'xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
      `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  };
}
