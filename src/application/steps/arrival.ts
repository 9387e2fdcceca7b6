import { done, findMadeAccount, objectIdOf, onceLicensed, userIdOf, waiting, type Step } from './step.ts';

export const bringIn: Step = {
  async run({ app, request, environment }) {
    const objectId = objectIdOf(request);
    const { joinsGroup } = request.made;
    const [before] = await Promise.all([
      app.dataverse.findUser(environment, objectId),
      // Also a user who is there already: a synchronisation would disable whoever is no member.
      joinsGroup && app.directory.ensureMember(joinsGroup, objectId),
    ]);
    if (before) return done({ systemUserId: before.id });
    const answer = await app.powerPlatform.bringIn(environment, objectId);
    const user = await app.dataverse.findUser(environment, objectId);
    if (user) return done({ systemUserId: user.id });
    return waiting(
      request,
      answer === 'asked'
        ? { code: 'SyncPending', service: 'powerPlatform', detail: 'The account has not arrived yet' }
        : { code: 'NotLicensedYet', service: 'powerPlatform', detail: 'The licence has not arrived yet' },
    );
  },

  /** Only in undo: taking the membership of an active user away would throw the user out. */
  async undo(context) {
    const { joinsGroup } = context.request.made;
    if (!joinsGroup) return;
    const account = await findMadeAccount(context);
    if (account) await context.app.directory.ensureNoMember(joinsGroup, account.objectId);
  },
};

export const enable: Step = {
  async run({ app, request, environment }) {
    await app.dataverse.ensureEnabled(environment, userIdOf(request));
    return done();
  },

  /** A user that this request brought into the environment, or that was disabled before. It also frees the seat. */
  async undo({ app, request, environment }) {
    const { before } = request.made;
    if (!before || before.disabled) return app.dataverse.ensureDisabled(environment, userIdOf(request));
    // Dataverse disables a user whose licence goes unless it is non-interactive.
    return onceLicensed(request, () => app.dataverse.ensureEnabled(environment, userIdOf(request)));
  },
};
