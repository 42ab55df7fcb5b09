/** A server that rewrites a command as plain sentences. */
export interface LanguageModel {
  /** JSON of the schema, or undefined when the server is slow, unreachable or answers anything else; never throws. */
  complete(request: { system: string; user: string; schema: Record<string, unknown> }): Promise<unknown>;
}
