import { resolve } from 'node:path';
import { z } from 'zod';
import { isLoopback } from './orgs/login-hosts.ts';

/** Every setting that is wrong, one sentence each. */
export class ConfigError extends Error {
  readonly sentences: readonly string[];

  constructor(sentences: readonly string[]) {
    super(sentences.join(' '));
    this.name = 'ConfigError';
    this.sentences = sentences;
  }
}

const integer = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${from} to ${to}`)
    .transform(Number)
    .refine((n) => n >= from && n <= to, `must be a whole number from ${from} to ${to}`);
const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');
const baseUrl = z
  .string()
  .refine((value) => /^https?:$/.test(protocolOf(value) ?? ''), 'must be an http or https URL')
  .transform((value) => value.replace(/\/+$/, ''));
const filled = z.string().min(1, 'must not be empty');

/** Names are the environment's; a description says what is behind each. */
const settings = z.object({
  PORT: integer(0, 65_535).default(4_001).describe('Port to listen on; 0 takes any free one.'),
  HOST: filled.default('127.0.0.1').describe('Address to listen on.'),
  SERVICE_URL: baseUrl
    .optional()
    .describe('Public base URL, as browsers and Apex reach the service. Default: http://HOST:PORT.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// URL')
    .optional()
    .describe('PostgreSQL server. Absent: the embedded one, under DATA_DIR.'),
  PG_BIN_DIR: filled.optional().describe('Binaries of an installed PostgreSQL for the embedded server.'),
  DATA_DIR: filled
    .default('.sayso')
    .describe('Embedded database, file keyring and the spool of refresh answers.'),
  SALESFORCE_LOGIN_URL: baseUrl
    .default('https://login.salesforce.com')
    .describe('Login host when an org names none.'),
  SALESFORCE_CLIENT_ID: filled.describe('Consumer key of the app registration.'),
  SALESFORCE_CLIENT_SECRET: filled.describe('Consumer secret of the app registration.'),
  KEYRING: z
    .string()
    .regex(
      /^(file:.+|awskms:arn:.+|gcpkms:projects\/.+|vault:https?:\/\/.+#.+)$/,
      'must be file:PATH, awskms:ARN, gcpkms:NAME or vault:URL#KEY',
    )
    .optional()
    .describe('Where the key that wraps the data keys lives. Default: file:DATA_DIR/keyring.'),
  OPERATOR_TOKEN: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe('Opens the operator API; absent: it is off.'),
  ALLOW_LOOPBACK_ORGS: flag.default(false).describe('Accept http://127.0.0.1 orgs. For the simulator only.'),
  YC_URL: baseUrl
    .optional()
    .describe(
      'Y Combinator batches in the yc-oss JSON shape: one address with {batch} in it, or the folder of the batches.',
    ),
  YC_FILE: filled
    .optional()
    .describe('The same from a file or folder. Neither set: the batches that come with the service.'),
  LISTS_DIR: filled.optional().describe('Folder of CSV files that commands may name as lists.'),
  LLM_URL: baseUrl
    .optional()
    .describe(
      'OpenAI-compatible server that may rephrase a command which the grammar does not understand. Absent: off.',
    ),
  LLM_MODEL: filled.optional().describe('Model to ask there; needed with LLM_URL.'),
  LLM_API_KEY: filled.optional().describe('Bearer token for that server, if it wants one.'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error')
    .default('info')
    .describe('Least severe log line that is written.'),
  REFRESH_LEASE_SECONDS: integer(2, 120)
    .default(15)
    .describe('How long a refresher that stopped breathing keeps its grant to itself.'),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('Bearer token that /metrics asks for; absent: open.'),
});

export type Environment = Record<string, string | undefined>;

export interface Config extends z.infer<typeof settings> {
  SERVICE_URL: string;
  KEYRING: string;
  /** The rest of the environment, for what has its own names there (cloud credentials). */
  environment: Environment;
}

/** The service's settings from its environment. Throws `ConfigError`. */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(
    Object.keys(settings.shape).map((name) => [name, environment[name] || undefined]),
  );
  const result = settings.safeParse(given);
  if (!result.success)
    throw new ConfigError(
      result.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return given[name] === undefined ? `${name} is missing.` : `${name} ${issue.message}.`;
      }),
    );
  const values = result.data;
  const config: Config = {
    ...values,
    SERVICE_URL: values.SERVICE_URL ?? `http://${values.HOST}:${values.PORT}`,
    DATA_DIR: resolve(values.DATA_DIR),
    KEYRING: values.KEYRING ?? `file:${resolve(values.DATA_DIR, 'keyring')}`,
    environment,
  };
  const sentences = contradictions(config);
  if (sentences.length > 0) throw new ConfigError(sentences);
  return config;
}

function contradictions(config: Config): string[] {
  const sentences: string[] = [];
  if (!isHttpsOrLoopback(config.SERVICE_URL))
    sentences.push(
      'SERVICE_URL must be https, because assertions and cookies travel to it (http only on loopback).',
    );
  if (!isHttpsOrLoopback(config.SALESFORCE_LOGIN_URL))
    sentences.push('SALESFORCE_LOGIN_URL must be https (http only on loopback).');
  else if (protocolOf(config.SALESFORCE_LOGIN_URL) === 'http:' && !config.ALLOW_LOOPBACK_ORGS)
    sentences.push(
      'SALESFORCE_LOGIN_URL is a loopback org: set ALLOW_LOOPBACK_ORGS=true to accept such orgs.',
    );
  if (config.LLM_URL !== undefined && config.LLM_MODEL === undefined)
    sentences.push('LLM_URL needs LLM_MODEL: the model to ask there.');
  if (new URL(config.SERVICE_URL).pathname !== '/') sentences.push('SERVICE_URL must not have a path.');
  return sentences;
}

function isHttpsOrLoopback(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname);
}

function protocolOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).protocol : undefined;
}
