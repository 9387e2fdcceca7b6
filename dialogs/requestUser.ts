import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import { checkStep, formChoices, readRoles } from '../src/application/checkForm.ts';
import type { FormRefusal, FormStep, FormValues } from '../src/application/form.ts';
import { viewRequest } from '../src/application/viewRequest.ts';
import { noticeCard } from '../src/bot/cards/menuCards.ts';
import { requestCard } from '../src/bot/cards/requestCard.ts';
import { isFailure } from '../src/application/failures.ts';
import type { FormEnd, FormStart } from '../src/bot/form.ts';
import { reply } from '../src/bot/reply.ts';
import { turnOf, type Turn } from '../src/bot/turn.ts';
import { readRequest } from '../src/bot/understand.ts';
import { failureNotice } from '../src/bot/words/failures.ts';
import type { Notice } from '../src/bot/words/notice.ts';
import { readClick, type FormClick } from './cardPrompt.ts';
import { finishForm } from './finishForm.ts';
import { formNotices } from './formNotices.ts';
import {
  earliest,
  isComplete,
  merge,
  newState,
  readState,
  salvage,
  stepAfter,
  stepBefore,
  stepOf,
  type FormState,
} from './formState.ts';
import { refusedDay } from './formView.ts';
import { answersOf, asksAnew, tell } from './sentence.ts';
import { stillOpenNotice, unclearNotice } from './sentenceNotices.ts';
import { showForm, type Telling } from './showForm.ts';

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
    const { values, from, changing, roles = [], unclear = [] } = start;
    const fields = [
      ...(Object.keys(values) as (keyof FormValues)[]),
      ...(roles.length > 0 ? ['roleIds' as const] : []),
    ];
    const state = newState({
      values,
      understood: from === 'sentence' ? fields : [],
      ...(roles.length > 0 && { roleNames: roles }),
      ...(changing && { changing }),
    });
    if (from === 'request') return this.#show(context, turn, state);
    const notices = unclear.map((one) => unclearNotice(one, formChoices(turn.app).environments));
    return this.#guarded(context, turn, state, () => this.#pass(context, turn, state, 'access', { notices }));
  }

  override async continueDialog(context: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(context.context);
    const saved = (context.activeDialog?.state ?? {}) as object;
    const state = readState(saved);
    if (!state) return this.#show(context, turn, newState(salvage(saved)), { notices: [formNotices.restarted] });
    if (turn.context.activity.type !== 'invoke') return this.#hear(context, turn, state);
    const click = readClick(turn.context.activity.value);
    if (!click) return tellOnly(turn, formNotices.illegible);
    // The same click delivered twice is answered like the first time, without a word.
    if (click.nonce === state.answered) return this.#show(context, turn, state);
    // The card that was clicked ends here: a second copy of the form would look as good as the current one.
    if (click.nonce !== state.nonce) return tellOnly(turn, formNotices.outOfDate);
    return this.#answer(context, turn, { ...state, answered: click.nonce }, click);
  }

  #answer(context: DialogContext, turn: Turn, state: FormState, click: FormClick): Promise<DialogTurnResult> {
    const filled = { ...state, values: merge(state.values, click.inputs) };
    switch (click.verb) {
      case 'cancel':
        return this.#cancel(context, turn, state);
      case 'back':
        return this.#show(context, turn, { ...filled, step: stepBefore(state.step) ?? state.step });
      case 'next':
        return this.#guarded(context, turn, filled, () => this.#next(context, turn, filled));
    }
  }

  /** Words in the middle of a form. */
  async #hear(context: DialogContext, turn: Turn, state: FormState): Promise<DialogTurnResult> {
    const word = turn.text.toLowerCase().replace(/^\//, '');
    if (word === 'cancel') return this.#cancel(context, turn, state);
    if (word === 'back') return this.#back(context, turn, state);
    if (word === 'help') return this.#show(context, turn, state, { notices: [formNotices.help] });
    if (word === 'request' || word === '') return this.#show(context, turn, state, { notices: [formNotices.open] });
    return this.#guarded(context, turn, state, () => this.#read(context, turn, state));
  }

  #back(context: DialogContext, turn: Turn, state: FormState): Promise<DialogTurnResult> {
    const step = stepBefore(state.step);
    if (step) return this.#show(context, turn, { ...state, step });
    return this.#show(context, turn, state, { notices: [formNotices.firstStep] });
  }

  async #read(context: DialogContext, turn: Turn, state: FormState): Promise<DialogTurnResult> {
    const { environments, today } = formChoices(turn.app);
    const reading = readRequest(turn.text, environments, today);
    if (asksAnew(turn, reading, state)) return tellOnly(turn, stillOpenNotice(state, turn.text));
    const { environment } = state.values;
    const existing = state.step === 'access' && environment ? await readRoles(turn.app, environment) : [];
    const answers = answersOf(turn, reading, state, existing);
    if (!answers) return this.#show(context, turn, state, { notices: [formNotices.notUnderstood] });
    const told = tell(state, answers);
    const notices = reading.unclear.map((one) => unclearNotice(one, environments));
    const last = state.step === 'what' ? 'access' : state.step;
    return this.#pass(context, turn, told.state, last, { notices, ...(told.said && { told }) });
  }

  /** Passes the steps that are answered completely and rightly, up to `last`, which is always shown. */
  async #pass(
    context: DialogContext,
    turn: Turn,
    state: FormState,
    last: FormStep,
    telling: Telling,
  ): Promise<DialogTurnResult> {
    let current = state;
    for (;;) {
      const checked = await check(turn, current);
      const next = stepAfter(current.step);
      if (checked.length > 0 || current.step === last || !next || !isComplete(current.step, current.values)) {
        // What nobody was asked yet is not missing.
        const refusals = checked.filter(({ code }) => code !== 'Missing');
        const early = current.step === 'access' ? [] : refusedDay(turn, current.values);
        return this.#show(context, turn, current, { ...telling, refusals: [...refusals, ...early] });
      }
      current = { ...current, step: next };
    }
  }

  async #next(context: DialogContext, turn: Turn, state: FormState): Promise<DialogTurnResult> {
    const refusals = await check(turn, state);
    if (refusals.length > 0) return this.#show(context, turn, state, { refusals });
    const next = stepAfter(state.step);
    return next ? this.#show(context, turn, { ...state, step: next }) : this.#finish(context, turn, state);
  }

  async #finish(context: DialogContext, turn: Turn, state: FormState): Promise<DialogTurnResult> {
    const finished = await finishForm(turn, state);
    if ('refusals' in finished) {
      const { refusals } = finished;
      const step = earliest(refusals.map(({ field }) => stepOf(field))) ?? state.step;
      return this.#show(context, turn, { ...state, step }, { refusals });
    }
    const { card, requestId } = finished;
    await reply(turn, card);
    const nonce = state.answered ?? state.nonce;
    return context.endDialog(requestId && ({ nonce, requestId } satisfies FormEnd));
  }

  async #cancel(context: DialogContext, turn: Turn, state: FormState): Promise<DialogTurnResult> {
    const view = state.changing && (await viewRequest(turn.app, { id: state.changing, reader: turn.person }));
    await reply(turn, view ? requestCard(view, formNotices.unchanged) : noticeCard(formNotices.cancelled));
    return context.endDialog();
  }

  /** What was typed is kept when the world does not answer, and the form says so. */
  async #guarded(
    context: DialogContext,
    turn: Turn,
    state: FormState,
    work: () => Promise<DialogTurnResult>,
  ): Promise<DialogTurnResult> {
    try {
      return await work();
    } catch (err) {
      if (!isFailure(err)) throw err;
      const { app, correlationId } = turn;
      app.log.warn({ correlationId, personId: turn.person.id, step: state.step, err }, 'A form could not go on');
      const environment = state.values.environment && app.settings.environments.get(state.values.environment);
      // The roles can be shown without the environment's answer only as they were before.
      const blind = state.step === 'access' && state.known?.environment !== state.values.environment;
      const step = blind && err.service === 'dataverse' ? 'account' : state.step;
      const notices = [failureNotice(err, environment, correlationId)];
      return this.#show(context, turn, { ...state, step }, { notices, live: false });
    }
  }

  async #show(context: DialogContext, turn: Turn, state: FormState, telling: Telling = {}): Promise<DialogTurnResult> {
    const shown = await showForm(turn, { ...state, nonce: turn.app.world.uuid() }, telling);
    const active = context.activeDialog;
    if (active) active.state = shown.state;
    await reply(turn, shown.card);
    return Dialog.EndOfTurn;
  }
}

/** The form stays as it is. */
async function tellOnly(turn: Turn, notice: Notice): Promise<DialogTurnResult> {
  await reply(turn, noticeCard(notice));
  return Dialog.EndOfTurn;
}

async function check({ app, person }: Turn, { step, values }: FormState): Promise<readonly FormRefusal[]> {
  const checked = await checkStep(app, { step, values, requester: person });
  return checked.ok ? [] : checked.refusal;
}
