/** A server that turns a text into JSON of a given schema. */
export interface LanguageModel {
  /** @throws never; an unusable answer is undefined. */
  complete(request: { system: string; user: string; schema: Record<string, unknown> }): Promise<unknown>;
}
