import { PermanentFailure } from '../application/failures.ts';
import type { Vault } from '../application/ports/crm.ts';
import { hasCode, notSettled } from './answers.ts';
import { words } from './codes.ts';
import { randomPassword } from './randomPassword.ts';
import type { Secret, Secrets } from './secrets.ts';

/** The tag that tells which request a secret belongs to. */
const tag = 'seatkeeper';

/** A deleted secret keeps its name until it is purged. */
const deleted = ['ObjectIsDeletedButRecoverable', 'ObjectIsBeingDeleted'] as const;

/** Azure Key Vault behind the port. */
export function createVault(secrets: Secrets): Vault {
  async function ensurePassword(url: string, name: string, mark: string): ReturnType<Vault['ensurePassword']> {
    const before = await findOwn(url, name, mark);
    const id = `${url}/secrets/${name}`;
    if (before?.value !== undefined) return { id, value: before.value };
    if (before) await secrets.setEnabled(url, name, before.version, true);
    else await add(url, name, mark);
    const after = await findOwn(url, name, mark);
    if (after?.value === undefined) throw notSettled('keyVault', 'the password');
    return { id, value: after.value };
  }

  async function findOwn(url: string, name: string, mark: string): Promise<Secret | undefined> {
    const found = await secrets.find(url, name);
    if (found && found.tags[tag] !== mark) throw secretTaken();
    return found;
  }

  async function add(url: string, name: string, mark: string): Promise<void> {
    try {
      await secrets.add(url, name, { value: randomPassword(), tags: { [tag]: mark } });
    } catch (error) {
      throw hasCode(error, ...deleted) ? secretTaken(error) : error;
    }
  }

  async function ensureDisabled(url: string, name: string, mark: string): Promise<void> {
    const isEnabled = (found: Secret | undefined): found is Secret =>
      found?.value !== undefined && found.tags[tag] === mark;
    const found = await secrets.find(url, name);
    if (!isEnabled(found)) return;
    await secrets.setEnabled(url, name, found.version, false);
    if (isEnabled(await secrets.find(url, name))) throw notSettled('keyVault', 'the disabled password');
  }

  return { ensurePassword, ensureDisabled };
}

function secretTaken(cause?: unknown): PermanentFailure {
  const message = 'A secret of this name exists or was deleted, and was not made for this request';
  return new PermanentFailure(message, { service: 'keyVault', code: words.secretTaken, cause });
}
