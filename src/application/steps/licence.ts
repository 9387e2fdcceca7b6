import { done, findMadeAccount, objectIdOf, type Step } from './step.ts';

export const lendLicence: Step = {
  async run({ app, request, environment }) {
    await app.directory.ensureLicence(objectIdOf(request), environment.licenceSku);
    return done({ licenceLent: !request.made.ownLicence });
  },

  async undo(context) {
    const { app, request, environment } = context;
    if (request.made.ownLicence) return;
    const account = await findMadeAccount(context);
    if (account) await app.directory.ensureNoLicence(account.objectId, environment.licenceSku);
  },
};

export const returnLicence: Step = {
  async run({ app, request, environment }) {
    await app.directory.ensureNoLicence(objectIdOf(request), environment.licenceSku);
    return done();
  },

  async undo({ app, request, environment }) {
    if (request.made.ownLicence) await app.directory.ensureLicence(objectIdOf(request), environment.licenceSku);
  },
};
