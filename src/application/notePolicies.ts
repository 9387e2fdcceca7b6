import type { App } from './app.ts';

/** At a start: says in the audit which policies decide from now on, if the last start had other ones. */
export async function notePolicies(app: App, correlationId: string): Promise<void> {
  const { policies, admins, environments, policyVersion } = app.settings;
  if ((await app.audit.lastPolicyVersion()) === policyVersion) return;
  await app.store.transaction((transaction) =>
    transaction.addAudit({
      at: app.world.now(),
      actor: 'seatkeeper',
      what: 'PoliciesLoaded',
      requestId: null,
      correlationId,
      policyVersion,
      details: {
        policies: [...policies.values()],
        environments: [...environments.values()].map(({ key, approval, owners }) => ({ key, approval, owners })),
        admins,
      },
    }),
  );
}
