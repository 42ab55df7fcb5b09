import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  key: string;
  cert: string;
  /** PEM file of the certificate, for NODE_EXTRA_CA_CERTS and its like. */
  path: string;
}

/** A fresh self-signed certificate for localhost and the loopback addresses. */
export async function createCertificate(): Promise<Certificate> {
  // Loaded here: it takes a third of the start, and most orgs speak plain http.
  const { generate } = await import('selfsigned');
  const pems = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  const path = join(await mkdtemp(join(tmpdir(), 'org-simulator-')), 'ca.pem');
  await writeFile(path, pems.cert);
  return { key: pems.private, cert: pems.cert, path };
}
