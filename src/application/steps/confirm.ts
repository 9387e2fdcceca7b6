import { roleChanges, takesSeat } from '../../domain/ask.ts';
import { nonInteractive } from '../accessModes.ts';
import { refreshSeats } from '../seats.ts';
import { didNotHold, done, userIdOf, waiting, type Step } from './step.ts';

/** Reads back what must hold for years. The access mode has been seen to flip back once the licence had gone. */
export const confirm: Step = {
  async run({ app, request, environment }) {
    const { ask } = request;
    const [user] = await Promise.all([
      app.dataverse.readUser(environment, userIdOf(request)),
      takesSeat(ask.account) && refreshSeats(app, environment),
    ]);
    if (user.disabled) throw didNotHold('The user is disabled');
    if (user.accessMode !== nonInteractive) throw didNotHold(`The access mode is ${user.accessMode} again`);
    if (user.licensed && takesSeat(ask.account)) {
      const detail = 'The environment still shows the licence';
      return waiting(request, { code: 'LicenceStillShown', service: 'dataverse', detail });
    }
    // By name: each business unit has a copy of its own, and the names are the same.
    const held = new Set(user.roles.map((role) => role.name));
    const lost = ask.roles.find((role) => !held.has(role.name));
    if (lost) throw didNotHold(`Role ${lost.name} is missing`);
    const kept = roleChanges(ask).removed.find((role) => held.has(role.name));
    if (kept) throw didNotHold(`Role ${kept.name} is still there`);
    return done();
  },
};
