import { roleChanges } from '../../domain/ask.ts';
import { done, userIdOf, type Step, type StepContext } from './step.ts';

export const assignRoles: Step = {
  async run({ app, request, environment }) {
    await app.dataverse.ensureRoles(environment, userIdOf(request), idsOf(roleChanges(request.ask).added));
    return done();
  },

  async undo(context) {
    const { app, request, environment } = context;
    const had = rolesBefore(context);
    const added = idsOf(roleChanges(request.ask).added).filter((id) => !had.has(id));
    await app.dataverse.ensureNoRoles(environment, userIdOf(request), added);
  },
};

export const removeRoles: Step = {
  async run({ app, request, environment }) {
    await app.dataverse.ensureNoRoles(environment, userIdOf(request), idsOf(roleChanges(request.ask).removed));
    return done();
  },

  async undo(context) {
    const { app, request, environment } = context;
    const had = rolesBefore(context);
    const taken = idsOf(roleChanges(request.ask).removed).filter((id) => had.has(id));
    await app.dataverse.ensureRoles(environment, userIdOf(request), taken);
  },
};

function rolesBefore({ request }: StepContext): ReadonlySet<string> {
  return new Set(request.made.before?.roleIds);
}

function idsOf(roles: readonly { readonly id: string }[]): readonly string[] {
  return roles.map(({ id }) => id);
}
