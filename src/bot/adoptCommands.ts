import { adoptUser, planAdoption, type Adoption, type AdoptionPlan } from '../application/adopt.ts';
import { formChoices } from '../application/checkForm.ts';
import { revokeUser } from '../application/endUser.ts';
import type { FormRefusal } from '../application/form.ts';
import { addressOf } from '../domain/ask.ts';
import type { Refusal } from '../domain/commands.ts';
import { adminsOnly } from './adminsOnly.ts';
import { carried, withWayBack } from './backTo.ts';
import { noticeCard } from './cards/menuCards.ts';
import { adoptionOf } from './reading/adoptions.ts';
import { reply } from './reply.ts';
import { show, wish } from './reviews.ts';
import { firstWord, isTarget } from './targets.ts';
import type { Turn } from './turn.ts';
import { adoptionText, adoptUsage, notAdopted, notALastDay, whichEnvironment } from './words/adoptWords.ts';
import type { Notice } from './words/notice.ts';
import { revokeSentence } from './words/revokeWords.ts';

const adminsWork = { what: 'take over users', why: 'It gives somebody else’s user an owner' };

/** `args`: a user, where it is, `owner:` and a last day. Shows the record that it would get, with the button. */
export function askToAdopt(turn: Turn, args: string): Promise<void> {
  return adminsOnly(turn, adminsWork, async () => {
    const { environments, today } = formChoices(turn.app);
    const read = adoptionOf(args, { environments, today, owner: turn.person.id });
    if (!read) return reply(turn, noticeCard(askedFor(turn, args)));
    const { adoption, unclearDay } = read;
    if (unclearDay !== undefined) return reply(turn, noticeCard(notALastDay(unclearDay)));
    const planned = await planAdoption(turn.app, { adoption, by: turn.person });
    if (!planned.ok) return refuse(turn, planned.refusal);
    const plan = planned.value;
    if (turn.sure) return adopt(turn, pinned(adoption, plan));
    await reply(
      turn,
      noticeCard({
        tone: 'warning',
        what: `${addressOf(plan.account)} is not taken over yet.`,
        why: adoptionText(plan),
        todo: `Press Take it over, or name another owner: “adopt ${addressOf(plan.account)} in ${plan.environment.key} owner:” and a sign-in address.`,
        buttons: [
          { title: 'Take it over', data: { command: 'adopt', adoption: pinned(adoption, plan), ...carried(turn) } },
        ],
      }),
    );
  });
}

/** What is missing in the words that were said. */
function askedFor({ app }: Turn, args: string): Notice {
  const { word, rest } = firstWord(args);
  const online = [...app.settings.environments.values()].filter(({ deployment }) => deployment === 'online');
  if (!isTarget(word) || /^in\s/i.test(rest)) return adoptUsage(args);
  return whichEnvironment(word, online, (key) => `/adopt ${word} in ${key} ${rest}`.trim().slice(0, 1_000));
}

export async function adopt(turn: Turn, adoption: Adoption): Promise<void> {
  const { app, person: by, correlationId } = turn;
  const adopted = await adoptUser(app, { adoption, by, correlationId });
  if (!adopted.ok) return refuse(turn, adopted.refusal);
  await show(turn, { view: adopted.value });
}

/** A user without a record: taken over in the admin's name, so that there is one, and then revoked. */
export async function askToRevokeUnrecorded(turn: Turn, adoption: Adoption, reason: string): Promise<void> {
  const planned = await planAdoption(turn.app, { adoption, by: turn.person });
  if (!planned.ok) return refuse(turn, planned.refusal);
  const plan = planned.value;
  if (turn.sure) return revokeUnrecorded(turn, pinned(adoption, plan), reason);
  const { what, why } = revokeSentence({ ask: { ...plan, environment: plan.environment.key } }, plan.environment.name);
  await reply(
    turn,
    noticeCard({
      tone: 'warning',
      what: `${addressOf(plan.account)} is not revoked yet. ${what}`,
      why: `${why} It gets a record in your name first, which says who ended it and why.`,
      todo: `Your reason: “${reason}”. Press Revoke it, or leave it.`,
      buttons: [
        {
          title: 'Revoke it',
          data: { command: 'revokeUnrecorded', adoption: pinned(adoption, plan), reason, ...carried(turn) },
        },
      ],
    }),
  );
}

export async function revokeUnrecorded(turn: Turn, adoption: Adoption, reason: string): Promise<void> {
  const { app, person: by, correlationId } = turn;
  const adopted = await adoptUser(app, { adoption, by, correlationId });
  if (!adopted.ok) return refuse(turn, adopted.refusal);
  const { id } = adopted.value.request;
  await show(turn, await revokeUser(app, { ...wish(turn, id), cause: 'revoked', reason }));
}

/** What was shown is what the button does, whatever is found by that name later. */
function pinned(adoption: Adoption, { account, owner, until }: AdoptionPlan): Adoption {
  return { ...adoption, user: addressOf(account), owner: owner.id, until };
}

async function refuse(turn: Turn, refusal: readonly FormRefusal[] | Refusal): Promise<void> {
  const notice = notAdopted(refusal);
  await reply(turn, noticeCard(withWayBack(turn, notice) ?? notice));
}
