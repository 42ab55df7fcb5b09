import pino from 'pino';

export type Log = pino.Logger;

/** Keys whose values never reach a log, at the top or one or two levels down. */
const SECRET_KEYS = [
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'id_token',
  'token',
  'secret',
  'clientSecret',
  'client_secret',
  'password',
  'assertion',
  'authorization',
  'cookie',
  'code_verifier',
  'connectionString',
];

/** Shapes of secrets wherever they stand in a line: Salesforce session ids and refresh tokens, JWTs, bearer headers, URLs with a password. */
const SECRET_SHAPES: [RegExp, string][] = [
  [/\b00D[A-Za-z0-9]{9,15}!?(?:%21)?[A-Za-z0-9._%-]{20,}/g, '[session]'],
  [/\b5Aep[A-Za-z0-9._-]{10,}/g, '[refresh token]'],
  [/\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, '[jwt]'],
  [/\b[Bb]earer\s+[A-Za-z0-9._~+/!=-]{8,}/g, 'Bearer [token]'],
  [/(\/\/[^/\s:@"]+):[^@\s/"]+@/g, '$1:[password]@'],
  [
    /\b(access_token|refresh_token|client_secret|code_verifier|assertion|code|token)=[^&\s"]+/g,
    '$1=[secret]',
  ],
];

export interface LogOptions {
  level: string;
  /** Where lines go; stderr if absent, because stdout belongs to the ready line. */
  destination?: pino.DestinationStream;
}

/** JSON lines on stderr. Secrets are cut out twice: by the key they stand under, and by their shape in the finished line. */
export function createLog(options: LogOptions): Log {
  const destination = options.destination ?? pino.destination({ fd: 2, sync: true });
  return pino(
    {
      level: options.level,
      base: { name: 'sayso' },
      redact: {
        paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
        censor: '[redacted]',
      },
      serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    { write: (line: string) => destination.write(redactShapes(line)) },
  );
}

export function redactShapes(text: string): string {
  return SECRET_SHAPES.reduce((line, [shape, censor]) => line.replace(shape, censor), text);
}
