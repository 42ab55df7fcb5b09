import { ApiError, type Request } from '../http.ts';

/** The parts of a multipart/form-data body by name. */
export function multipart(request: Request): Map<string, Buffer> {
  const boundary = /boundary="?([^";]+)"?/.exec(request.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined)
    throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body is multipart/form-data.');
  const parts = new Map<string, Buffer>();
  const { body } = request;
  const mark = Buffer.from(`--${boundary}`);
  let start = body.indexOf(mark);
  while (start >= 0) {
    const from = start + mark.length + 2;
    const end = body.indexOf(mark, from);
    if (end < 0) break;
    const head = body.indexOf('\r\n\r\n', from);
    const name = /name="?([^";\r\n]+)"?/.exec(body.toString('latin1', from, head))?.[1];
    if (name !== undefined && head >= 0 && head < end) parts.set(name, body.subarray(head + 4, end - 2));
    start = end;
  }
  return parts;
}
