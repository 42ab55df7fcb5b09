import type { LanguageModel } from './types.ts';

export interface ModelSettings {
  /** Base of an OpenAI-compatible API, e.g. `https://models.example/v1`. */
  url: string;
  model: string;
  apiKey?: string | undefined;
  timeoutMs?: number;
}

/** A rep waits for the answer; a slower model is as good as none. */
const TIMEOUT_MS = 8_000;
/** The sentences of one command; more is not an answer. */
const MAX_BYTES = 64 * 1024;

/** Any server that speaks `POST /chat/completions` with structured output. */
export function createModel({ url, model, apiKey, timeoutMs = TIMEOUT_MS }: ModelSettings): LanguageModel {
  return {
    async complete({ system, user, schema }) {
      try {
        const response = await fetch(`${url.replace(/\/$/, '')}/chat/completions`, {
          method: 'POST',
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            'content-type': 'application/json',
            ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
          },
          body: JSON.stringify({
            model,
            temperature: 0,
            messages: [
              { role: 'system', content: system },
              { role: 'user', content: user },
            ],
            response_format: { type: 'json_schema', json_schema: { name: 'command', strict: true, schema } },
          }),
        });
        if (!response.ok) return undefined;
        const text = await response.text();
        if (text.length > MAX_BYTES) return undefined;
        const body = JSON.parse(text) as { choices?: { message?: { content?: unknown } }[] };
        const content = body.choices?.[0]?.message?.content;
        return typeof content === 'string' ? (JSON.parse(content) as unknown) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** The model that the settings name; undefined = off. */
export function modelFrom(settings: {
  LLM_URL?: string | undefined;
  LLM_MODEL?: string | undefined;
  LLM_API_KEY?: string | undefined;
}): LanguageModel | undefined {
  const { LLM_URL: url, LLM_MODEL: model, LLM_API_KEY: apiKey } = settings;
  return url && model ? createModel({ url, model, apiKey }) : undefined;
}
