import { secretNameOf } from '../../domain/plannedSteps.ts';
import type { Environment } from '../../domain/environment.ts';
import { done, findMadeAccount, type Step, type StepContext } from './step.ts';

/** The secret before the account, so that a repeated creation of the account uses the same password. */
export const storePassword: Step = {
  async run(context) {
    const { id } = await password(context, keyVaultOf(context.environment));
    return done({ secretId: id });
  },

  /** Nobody reads a password that opens nothing. It stays there, disabled: Seatkeeper deletes nothing. */
  async undo({ app, request, environment }) {
    const { account } = request.ask;
    if (account.kind !== 'new') return;
    await app.vault.ensureDisabled(keyVaultOf(environment), secretNameOf(account.upn), request.mark);
  },
};

export const account: Step = {
  async run(context) {
    const { app, request, environment } = context;
    const asked = request.ask.account;
    if (asked.kind !== 'new') return done();
    const { upn, displayName } = asked;
    const kept = environment.keyVault === undefined ? undefined : await password(context, environment.keyVault);
    const { objectId } = await app.directory.ensureAccount({
      upn,
      displayName,
      mark: request.mark,
      ...(kept && { password: kept.value }),
    });
    return done({ objectId, accountCreated: true });
  },

  /** Disabled, never deleted; and only if this very request created it. */
  async undo(context) {
    if (context.request.ask.account.kind !== 'new') return;
    const made = await findMadeAccount(context);
    if (made) await context.app.directory.ensureAccountDisabled(made.objectId);
  },
};

function password({ app, request }: StepContext, vaultUrl: string): Promise<{ id: string; value: string }> {
  const asked = request.ask.account;
  if (asked.kind !== 'new') throw new Error('Only a new account gets a password');
  return app.vault.ensurePassword(vaultUrl, secretNameOf(asked.upn), request.mark);
}

function keyVaultOf({ key, keyVault }: Environment): string {
  if (keyVault === undefined) throw new Error(`Environment ${key} has no key vault any more`);
  return keyVault;
}
