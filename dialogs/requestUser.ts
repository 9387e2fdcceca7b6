import type { TurnContext } from 'botbuilder';
import {
  Dialog,
  DialogReason,
  type DialogContext,
  type DialogInstance,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
import { noticeCard } from '../src/bot/cards/menuCards.ts';
import type { FormStart } from '../src/bot/form.ts';
import { post, replace, reply } from '../src/bot/reply.ts';
import { turnOf, type Turn } from '../src/bot/turn.ts';
import type { Notice } from '../src/bot/words/notice.ts';
import { begin } from './begin.ts';
import { readClick } from './cardPrompt.ts';
import { answer } from './clicks.ts';
import { formNotices } from './formNotices.ts';
import { newState, readState, salvage, type FormState } from './formState.ts';
import { withoutAnswer } from './guarded.ts';
import { show, tellOnly, type Outcome, type Showing } from './outcome.ts';
import { showForm } from './showForm.ts';
import { hear } from './words.ts';

/**
 * Asks for what a request needs, three cards long. Its state is a few values and the nonce of the one card that may
 * answer; the draft that it ends with needs no dialog any more: its review card stands on the saved request.
 */
export class RequestUserDialog extends Dialog {
  constructor() {
    super('requestUser');
  }

  override async beginDialog(context: DialogContext, start: FormStart): Promise<DialogTurnResult> {
    const turn = turnOf(context.context);
    return carryOut(context, turn, await begin(turn, start));
  }

  override async continueDialog(context: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(context.context);
    return carryOut(context, turn, await goOn(turn, (context.activeDialog?.state ?? {}) as object));
  }

  /** A card that was clicked has become what it led to; one that was not would look as if it could still be filled in. */
  override async endDialog(context: TurnContext, instance: DialogInstance, reason: DialogReason): Promise<void> {
    const turn = turnOf(context);
    const replaced = reason === DialogReason.replaceCalled;
    if (isClick(turn) && !replaced) return;
    await close(turn, instance.state as Partial<FormState>, replaced ? formNotices.replaced : formNotices.ended);
  }
}

async function goOn(turn: Turn, saved: object): Promise<Outcome> {
  const state = readState(saved);
  if (!state) return show(newState(salvage(saved)), { notices: [formNotices.restarted] });
  if (!isClick(turn)) return hear(turn, state);
  const click = readClick(turn.context.activity.value);
  if (!click) return tellOnly(formNotices.illegible);
  // The same click delivered twice is answered like the first time, without a word.
  if (click.nonce === state.answered) return show(state);
  // The card that was clicked ends here: a second copy of the form would look as good as the current one.
  if (click.nonce !== state.nonce) return tellOnly(formNotices.outOfDate);
  return answer(turn, { ...state, answered: click.nonce }, click);
}

async function carryOut(context: DialogContext, turn: Turn, outcome: Outcome): Promise<DialogTurnResult> {
  switch (outcome.then) {
    case 'show':
      await showNext(context, turn, outcome);
      return Dialog.EndOfTurn;
    case 'tell':
      await reply(turn, outcome.card);
      return Dialog.EndOfTurn;
    case 'end':
      await reply(turn, outcome.card);
      return context.endDialog(outcome.end);
  }
}

async function showNext(context: DialogContext, turn: Turn, { state, telling }: Showing): Promise<void> {
  const { activeDialog } = context;
  const { state: shown, card } = await cardOf(turn, { state: { ...state, nonce: turn.app.world.uuid() }, telling });
  // Saved even if the card cannot be sent: it might have arrived.
  if (activeDialog) activeDialog.state = shown;
  const activityId = await post(turn, card);
  if (activeDialog && activityId !== undefined) activeDialog.state = { ...shown, activityId } satisfies FormState;
  if (!isClick(turn)) await close(turn, state, formNotices.goesOn);
}

async function cardOf(turn: Turn, showing: Showing): ReturnType<typeof showForm> {
  try {
    return await showForm(turn, showing.state, showing.telling);
  } catch (err) {
    const { state, telling } = withoutAnswer(turn, showing, err);
    return showForm(turn, state, telling);
  }
}

/** The buttons go, so that nobody fills in a card that can no longer answer. */
async function close(turn: Turn, { activityId }: Partial<FormState>, notice: Notice): Promise<void> {
  if (activityId !== undefined) await replace(turn, activityId, noticeCard(notice));
}

function isClick({ context }: Turn): boolean {
  return context.activity.type === 'invoke';
}
