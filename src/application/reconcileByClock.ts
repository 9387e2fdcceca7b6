import { keyOf } from '../domain/reconcile.ts';
import { addMilliseconds, type EnvironmentKey } from '../domain/words.ts';
import type { App } from './app.ts';
import { findAdmins } from './findAdmins.ts';
import { addNotifications } from './notifications.ts';
import { reconcile } from './reconcile.ts';

const hour = 60 * 60 * 1000;

/** Environments whose comparison is due. */
export async function scheduleReconciles(app: App): Promise<void> {
  const { environments, reconcileEvery } = app.settings;
  if (reconcileEvery === undefined) return;
  const online = [...environments.values()].filter(({ deployment }) => deployment === 'online');
  const keys = online.map(({ key }) => key);
  const due = await app.store.environmentsToReconcile(keys, app.world.now(), reconcileEvery);
  if (due.length === 0) return;
  await app.store.transaction((transaction) =>
    transaction.addTasks(due.map((environment) => ({ name: 'reconcile', environment }))),
  );
}

/** Tells the admins what is different and was not the last time. An environment that does not answer is asked in an hour. */
export async function reconcileByClock(app: App, key: EnvironmentKey): Promise<void> {
  const environment = app.settings.environments.get(key);
  const every = app.settings.reconcileEvery;
  if (!environment || every === undefined) return;
  const now = app.world.now();
  if (!(await app.store.environmentsToReconcile([key], now, every)).includes(key)) return;
  const [found] = await reconcile(app, [environment]);
  const admins = await findAdmins(app);
  await app.store.transaction(async (transaction) => {
    await transaction.lockSeats(key);
    if (found?.kind !== 'compared') {
      await transaction.postponeReconcile(key, addMilliseconds(now, hour));
      return;
    }
    const { discrepancies } = found;
    const fresh = new Set(
      await transaction.noteDiscrepancies(key, discrepancies.map(keyOf), addMilliseconds(now, every)),
    );
    const news = discrepancies.filter((each) => fresh.has(keyOf(each)));
    if (news.length === 0) return;
    const content = { kind: 'discrepancies', environment: key, discrepancies: news } as const;
    await addNotifications(
      transaction,
      admins.map(({ id }) => ({ reader: id, content })),
    );
  });
}
