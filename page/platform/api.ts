import { loginUrl } from './apex.ts';

/** Data for the shell; undefined where the record or page does not exist for this user. */
export async function read<T>(path: string): Promise<T | undefined> {
  const response = await fetch(path);
  if (response.status === 401) window.location.assign(loginUrl());
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()) as T;
}
